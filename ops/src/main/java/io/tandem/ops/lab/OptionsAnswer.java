package io.tandem.ops.lab;

/**
 * What came of an OPTIONS.
 *
 * @param status of the response; 0 when there was none
 * @param phrase the response's, or why there was none
 * @param allow value of its Allow header, or ""
 * @param roundTripNanos from sending to knowing
 */
public record OptionsAnswer(int status, String phrase, String allow, long roundTripNanos) {}

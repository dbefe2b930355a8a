package io.tandem.cluster.trunk;

/** What came of one OPTIONS of ours. */
sealed interface ProbeResult {
    record Answered(int status, String reason, long rttNanos) implements ProbeResult {}

    /** No final response in {@code options-timeout}. */
    record Silent() implements ProbeResult {}

    /** It could not be sent, or its connection broke. */
    record Unsent(String reason) implements ProbeResult {}
}

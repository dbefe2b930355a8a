package io.tandem.media.session;

/**
 * Order: the packets of that end are protected from now on. Until its keys are known ({@link DescribeRemote}) nothing is taken from it
 * and nothing sent to it; and both ends are sent streams of ours, and RTCP of ours.
 *
 * @param sessionId the call's id
 */
public record ProtectEnd(String sessionId, MediaEnd end) {}

package io.tandem.ops.lab.profile;

import io.tandem.media.sdp.Connection;
import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.Line;
import io.tandem.media.sdp.MediaDescription;
import io.tandem.sip.message.SipMethod;
import java.util.Set;

/** Session descriptions (section 7 of the rules). */
final class DescriptionChecks {
    private static final Set<String> DIRECTIONS = Set.of("sendrecv", "sendonly", "recvonly", "inactive");
    private static final Set<String> OF_A_FORMAT = Set.of("rtpmap", "fmtp");
    private static final Set<String> ALLOWED = Set.of("rtpmap", "fmtp", "ptime", "maxptime", "sendrecv", "sendonly",
            "recvonly", "inactive", "crypto", "rtcp", "rtcp-mux", "label");
    private static final Set<String> OF_BYPASS = Set.of("candidate", "ice-ufrag", "ice-pwd", "ice-options", "ice-lite",
            "fingerprint", "setup");

    private DescriptionChecks() {}

    static void tsp140OneAudio(Seen seen, Findings findings) {
        seen.description().ifPresent(description -> {
            long audio = description.media().stream().filter(section -> section.kind().equals("audio")).count();
            if (audio != 1 || description.media().size() != 1) {
                findings.add(140, "SDP", "has " + description.media().size() + " m= lines, " + audio
                        + " of them audio; right is one audio");
            }
        });
    }

    static void tsp145Attributes(Seen seen, Findings findings) {
        seen.description().ifPresent(description -> {
            for (Line line : description.lines()) {
                if (line.type() == 'a' && !OF_BYPASS.contains(line.attributeName())) {
                    findings.add(145, "SDP", "has a=" + line.attributeName() + " before its m= line");
                }
            }
            description.media().forEach(section -> section(section, findings));
        });
    }

    private static void section(MediaDescription section, Findings findings) {
        boolean attributes = false;
        int directions = 0;
        for (Line line : section.lines()) {
            String name = line.attributeName();
            if (attributes && (line.type() == 'c' || line.type() == 'b')) {
                findings.add(145, "SDP", "has " + line.type() + "= below an a= line");
            }
            attributes = attributes || line.type() == 'a';
            directions += DIRECTIONS.contains(name) ? 1 : 0;
            if (line.type() == 'a' && !ALLOWED.contains(name) && !OF_BYPASS.contains(name)) {
                findings.add(145, "SDP", "has a=" + name + ", which is on no list");
            }
            if (OF_A_FORMAT.contains(name) && !section.formats().contains(line.attributeValue().split(" ", 2)[0])) {
                findings.add(145, "SDP", "has an a=" + name + " of a payload type that is not offered");
            }
        }
        if (directions != 1 && section.port() != 0) {
            findings.add(145, "SDP", "has " + directions + " direction lines; right is one");
        }
    }

    /** Without media bypass, which this side does not ask for. */
    static void tsp146NoIceNoDtls(Seen seen, Findings findings) {
        seen.description().ifPresent(description -> {
            bypass(description.lines(), findings);
            description.media().forEach(section -> bypass(section.lines(), findings));
        });
    }

    private static void bypass(Iterable<Line> lines, Findings findings) {
        for (Line line : lines) {
            if (OF_BYPASS.contains(line.attributeName())) {
                findings.add(146, "SDP", "has a=" + line.attributeName());
            }
        }
    }

    /** An answer follows its offer (RFC 3264 §6.1); an offer that holds says inactive. */
    static void tsp150Hold(Seen seen, Findings findings) {
        seen.description().ifPresent(description -> {
            for (MediaDescription section : description.media()) {
                if (description.connectionOf(section).filter(Connection::isBlackHole).isPresent()) {
                    findings.add(150, "SDP", "has the address 0.0.0.0; a real one is right");
                }
                boolean halfHeld = description.directionOf(section) == Direction.SENDONLY;
                if (halfHeld && seen.request(SipMethod.INVITE)) {
                    findings.add(150, "SDP", "holds by sendonly; inactive is right");
                }
            }
        });
    }
}

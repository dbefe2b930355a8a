package io.tandem.interworking;

import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.Line;
import io.tandem.media.sdp.MediaDescription;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.port.PeerGroup.Side;
import java.util.List;

/** How one network is told that the other holds (TSP-150). */
public final class Holding {
    private Holding() {}

    /** An offer as that side shall read it: Microsoft is put on hold by {@code inactive}, never by {@code sendonly}. */
    public static SessionDescription offer(Side reader, SessionDescription offer) {
        return switch (reader) {
            case CORE -> offer;
            case MPS -> new SessionDescription(offer.origin(), offer.lines(),
                    offer.media().stream().map(Holding::inactive).toList());
        };
    }

    private static MediaDescription inactive(MediaDescription section) {
        if (section.port() == 0) {
            return section;
        }
        List<Line> lines = section.lines().stream().map(Holding::inactive).toList();
        return new MediaDescription(section.kind(), section.port(), section.portCount(), section.protocol(),
                section.formats(), lines);
    }

    private static Line inactive(Line line) {
        return line.type() == 'a' && line.value().equals(Direction.SENDONLY.attribute())
                ? Line.attribute(Direction.INACTIVE.attribute())
                : line;
    }
}

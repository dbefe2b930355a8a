package io.tandem.cluster.boot.config;

import com.typesafe.config.ConfigOrigin;
import io.tandem.media.session.MediaLimits;
import io.tandem.cluster.boot.config.TandemConfig.Media;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code tandem.media}. RTP takes even ports and RTCP the odd ones behind them (RFC 3550 §11). */
final class MediaReader {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5}) *- *(\\d{1,5})");
    private static final String RANGE_RIGHT = "a range of UDP ports such as 20000-39999";
    /** RTP and RTCP for each of the two ends. */
    private static final int PORTS_OF_A_SESSION = 4;
    private static final String SEAL_RIGHT = "the path of a file with keys: lines of 32 octets in base64";
    private static final Duration LEAST_LIMIT = Duration.ofSeconds(1);
    private final Path folder;
    private final List<SocketClaim> claims;
    private final Mistakes mistakes;

    /** @param folder of the configuration file: what file names are relative to */
    MediaReader(Path folder, List<SocketClaim> claims, Mistakes mistakes) {
        this.folder = folder;
        this.claims = claims;
        this.mistakes = mistakes;
    }

    private record Range(int first, int last) {
        int sessions() {
            return (last - first + 1) / PORTS_OF_A_SESSION;
        }
    }

    Media read(Section media) {
        Optional<InetAddress> address = media.item("address", IpLiteral.ADDRESS)
                .flatMap(
                        item -> Addresses.read(item, mistakes));
        if (address.isPresent() && address.get().isAnyLocalAddress()) {
            media.wrong("address", "one address of this machine: SDP tells it to peers");
        }
        Optional<Item> item = media.item("ports", RANGE_RIGHT);
        Optional<Range> range = item.flatMap(this::range);
        int loops = ConfigReader.loops(media);
        int wanted = media.integer("max-sessions", 0, 16_383).orElse(0);
        int nice = media.integer("nice", -20, 19).orElse(0);
        MediaLimits limits = limits(media);
        Optional<Path> sealFile = media.optionalItem("seal-file", SEAL_RIGHT).map(file -> folder.resolve(file.text()));
        media.done();
        if (range.isEmpty()) {
            return new Media("", 0, 0, loops, 0, nice, limits, sealFile);
        }
        address.ifPresent(bound -> apartFromSockets(item.get(), bound, range.get()));
        int sessions = range.get().sessions();
        if (wanted > sessions) {
            media.wrong("max-sessions", "at most " + sessions + ", which is what ports = " + item.get().text()
                    + " hold (four ports a session), or more ports");
        }
        return new Media(address.map(InetAddress::getHostAddress).orElse(""), range.get().first(), range.get().last(),
                loops, wanted == 0 ? sessions : wanted, nice, limits, sealFile);
    }

    private static MediaLimits limits(Section media) {
        return new MediaLimits(
                media.durationOrOff("inactivity-timeout", LEAST_LIMIT, Duration.ofHours(1)).orElse(Duration.ZERO),
                media.durationOrOff("one-way-after", LEAST_LIMIT, Duration.ofHours(1)).orElse(Duration.ZERO));
    }

    private Optional<Range> range(Item item) {
        Matcher matcher = RANGE.matcher(item.text());
        Optional<String> right = Optional.of(RANGE_RIGHT);
        if (matcher.matches()) {
            Range range = new Range(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            right = mistake(range);
            if (right.isEmpty()) {
                return Optional.of(range);
            }
        }
        mistakes.add(item, right.get());
        return Optional.empty();
    }

    private static Optional<String> mistake(Range range) {
        if (range.first() < 1024 || range.last() > 65535) {
            return Optional.of("ports from 1024 to 65535");
        }
        if (range.first() > range.last()) {
            return Optional.of("the lower port first: " + range.last() + "-" + range.first());
        }
        if (range.first() % 2 != 0 || range.last() % 2 != 1) {
            int first = range.first() - range.first() % 2;
            int last = range.last() + (range.last() + 1) % 2;
            return Optional.of("an even first and an odd last port: " + first + "-" + last);
        }
        return range.sessions() > 0
                ? Optional.empty()
                : Optional.of("at least four ports: " + range.first() + "-" + (range.first() + 3));
    }

    /** TCP has ports of its own: the default cluster port may lie in the default media range. */
    private void apartFromSockets(Item item, InetAddress address, Range range) {
        String taken = claims.stream()
                .filter(claim -> claim.datagram()
                        && SocketClaim.sameAddress(claim.bind().getAddress(),
                                address)
                        && claim.bind().getPort() >= range.first() && claim.bind().getPort() <= range.last())
                .map(
                        claim -> claim.bind().getPort() + " (" + claim.path() + ")")
                .collect(Collectors.joining(", "));
        if (!taken.isEmpty()) {
            ConfigOrigin origin = item.origin();
            mistakes.add(item.path(), Mistakes.place(origin), item.text(), "a range without " + taken);
        }
    }
}

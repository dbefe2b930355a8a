package io.tandem.cluster.trunk.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Record;

/** What came of one question. */
sealed interface DnsAnswer {
    /** @param records of the type that was asked for, at least one */
    record Records(List<Record> records, Duration timeToLive) implements DnsAnswer {}

    /** No such name, or none of that type. @param timeToLive how long that is so (RFC 2308 §5) */
    record None(String reason, Duration timeToLive) implements DnsAnswer {}

    record Failed(String reason) implements DnsAnswer {}
}

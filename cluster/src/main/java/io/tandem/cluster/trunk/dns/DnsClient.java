package io.tandem.cluster.trunk.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Puts one question to the name servers, one after the other, until one answers. Thread-safe; nothing waits. */
final class DnsClient {
    /** More of them than any service has. */
    private static final int MOST_RECORDS = 64;
    private static final Duration NO_SOA = Duration.ofMinutes(1);

    private final List<SimpleResolver> servers;
    private final int tries;
    private final DnsCounts counts;

    DnsClient(DnsSettings settings, DnsCounts counts) {
        List<InetSocketAddress> asked = settings.servers().isEmpty()
                ? ResolverConfig.getCurrentConfig().servers()
                : settings.servers();
        this.servers = asked.stream().map(server -> resolver(server, settings.timeout())).toList();
        this.tries = settings.tries() * servers.size();
        this.counts = counts;
    }

    private static SimpleResolver resolver(InetSocketAddress server, Duration timeout) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(timeout);
        return resolver;
    }

    /** @param type of {@link Type} */
    CompletionStage<DnsAnswer> ask(String name, int type) {
        Message question;
        try {
            question = Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
        } catch (TextParseException noName) {
            return CompletableFuture.completedFuture(count(new DnsAnswer.Failed(name + " is no name")));
        }
        if (servers.isEmpty()) {
            return CompletableFuture.completedFuture(count(new DnsAnswer.Failed("no name server is known")));
        }
        return ask(question, 0, "").thenApply(this::count);
    }

    private CompletionStage<DnsAnswer> ask(Message question, int attempt, String trouble) {
        if (attempt == tries) {
            return CompletableFuture.completedFuture(new DnsAnswer.Failed(trouble));
        }
        SimpleResolver server = servers.get(attempt % servers.size());
        return server.sendAsync(question, Runnable::run)
                .handle((message, failure) -> failure == null
                        ? read(message, question.getQuestion())
                        : new DnsAnswer.Failed(words(failure)))
                .thenCompose(answer -> switch (answer) {
                    case DnsAnswer.Failed(String reason) -> {
                        counts.timeouts.increment();
                        yield ask(question, attempt + 1, text(question, server) + reason);
                    }
                    case DnsAnswer.Records _,
                    DnsAnswer.None _ -> CompletableFuture.completedFuture(answer);
                });
    }

    private static DnsAnswer read(Message message, Record question) {
        int rcode = message.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return new DnsAnswer.Failed(Rcode.string(rcode));
        }
        List<Record> answer = message.getSection(Section.ANSWER);
        List<Record> records = answer.stream()
                .filter(record -> record.getType() == question.getType())
                .limit(MOST_RECORDS)
                .toList();
        if (records.isEmpty() || rcode == Rcode.NXDOMAIN) {
            String what = rcode == Rcode.NXDOMAIN ? "no such name" : "no " + Type.string(question.getType());
            return new DnsAnswer.None(what + ": " + question.getName().toString(true), negative(message));
        }
        // with the aliases that led there
        long least = answer.stream().mapToLong(Record::getTTL).min().orElseThrow();
        return new DnsAnswer.Records(records, Duration.ofSeconds(least));
    }

    /** RFC 2308 §5: the smaller of the SOA's own TTL and its minimum field. */
    private static Duration negative(Message message) {
        return message.getSection(Section.AUTHORITY)
                .stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst()
                .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
                .orElse(NO_SOA);
    }

    private DnsAnswer count(DnsAnswer answer) {
        switch (answer) {
            case DnsAnswer.Records _ -> counts.answered.increment();
            case DnsAnswer.None _ -> counts.nothing.increment();
            case DnsAnswer.Failed _ -> counts.failed.increment();
        }
        return answer;
    }

    private static String text(Message question, SimpleResolver server) {
        Record asked = question.getQuestion();
        return asked.getName().toString(true) + " " + Type.string(asked.getType()) + " from "
                + server.getAddress().getAddress().getHostAddress() + ": ";
    }

    private static String words(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

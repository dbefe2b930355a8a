package io.tandem.interworking.rules;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What rules do to header rows. The order among rows of one name is kept; that among names means nothing (RFC 3261 §7.3.1). */
final class HeaderEdits {
    /** As many as the parser takes unless told otherwise, one of them ours to come: the Via. */
    private static final int MAX_ROWS = 127;
    private static final int MAX_VALUE = 1_024;

    private HeaderEdits() {}

    static Optional<Edit> add(SipMessage message, HeaderName header, String value) {
        return addAll(message, header, List.of(value), "added " + header);
    }

    private static Optional<Edit> addAll(SipMessage message, HeaderName header, List<String> values, String what) {
        List<String> fit = values.stream().filter(HeaderEdits::fits).toList();
        if (fit.isEmpty() || Protection.ofHeader(header).isPresent()
                || message.headers().size() + fit.size() > MAX_ROWS) {
            return Optional.empty();
        }
        return Optional.of(new Edit(Edit.changed(message, rows -> fit.forEach(value -> rows.add(header, value))),
                what + times(fit.size())));
    }

    static Optional<Edit> set(SipMessage message, RuleAction.Set set, List<String> captures) {
        if (set.matches().isPresent()) {
            return edit(message, set.header(), "set " + set.header(), row -> set.matches()
                    .get()
                    .find(row)
                    .map(set.value()::fill)
                    .orElse(row));
        }
        String value = set.value().fill(captures);
        List<String> rows = message.headers().all(set.header());
        if (!rows.isEmpty() && (value.isEmpty() || fits(value))) {
            Iterator<String> one = List.of(value).iterator(); // in the place of them all
            return edit(message, set.header(), "set " + set.header(), _ -> one.hasNext() ? one.next() : "");
        }
        return addAll(message, set.header(), List.of(value), "set " + set.header());
    }

    static Optional<Edit> setParameter(SipMessage message, RuleAction.SetParameter set, List<String> captures) {
        String value = set.value().fill(captures);
        return parameters(message, set.header(), "set " + set.header() + ";" + set.parameter(),
                all -> all.with(set.parameter(), value));
    }

    static Optional<Edit> removeParameter(SipMessage message, RuleAction.RemoveParameter remove) {
        return parameters(message, remove.header(), "removed " + remove.header() + ";" + remove.parameter(),
                all -> all.without(remove.parameter()));
    }

    private static Optional<Edit> parameters(SipMessage message, HeaderName header, String what,
            UnaryOperator<Parameters> change) {
        return edit(message, header, what, row -> {
            RowParameters cut = RowParameters.of(row);
            Parameters after = cut.whole() ? change.apply(cut.parameters()) : cut.parameters();
            return after.equals(cut.parameters()) ? row : cut.with(after);
        });
    }

    static Optional<Edit> remove(SipMessage message, RuleAction.Remove remove) {
        return edit(message, remove.header(), "removed " + remove.header(),
                row -> remove.matches().isEmpty() || remove.matches().get().find(row).isPresent() ? "" : row);
    }

    static Optional<Edit> rename(SipMessage message, HeaderName header, HeaderName to) {
        List<String> values = message.headers().all(header);
        if (values.isEmpty() || header.equals(to) || Protection.ofHeader(header).isPresent()
                || Protection.ofHeader(to).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Edit(Edit.changed(message, rows -> {
            rows.remove(header);
            values.forEach(value -> rows.add(to, value));
        }), "renamed " + header + " to " + to + times(values.size())));
    }

    static Optional<Edit> copy(SipMessage message, RuleAction.Copy copy) {
        List<String> copies = new ArrayList<>();
        for (String value : copy.from().values(message)) {
            Optional<List<String>> groups = copy.matches().isEmpty()
                    ? Optional.of(List.of(value))
                    : copy.matches().get().find(value);
            groups.map(copy.value()::fill).ifPresent(copies::add);
        }
        return addAll(message, copy.to(), copies, "copied " + copy.from().words() + " to " + copy.to());
    }

    /** Each row through the change; one that comes out empty goes, one that comes out unfit stays as it was. */
    private static Optional<Edit> edit(SipMessage message, HeaderName header, String what,
            UnaryOperator<String> change) {
        if (Protection.ofRow(header).isPresent()) {
            return Optional.empty();
        }
        List<String> before = message.headers().all(header);
        List<String> after = new ArrayList<>(before.size());
        int changed = 0;
        for (String row : before) {
            String value = change.apply(row);
            String kept = value.isEmpty() || fits(value) ? Protection.keptIn(header, row, value) : row;
            changed += kept.equals(row) ? 0 : 1;
            if (!kept.isEmpty()) {
                after.add(kept);
            }
        }
        if (changed == 0) {
            return Optional.empty();
        }
        return Protection.isParty(header)
                ? party(message, header, after, what)
                : Optional.of(new Edit(Edit.changed(message, rows -> {
                    rows.remove(header);
                    after.forEach(value -> rows.add(header, value));
                }), what + times(changed)));
    }

    /** A response repeats From and To as they came (RFC 3261 §8.2.6.2): only in a request they can be others. */
    private static Optional<Edit> party(SipMessage message, HeaderName header, List<String> rows, String what) {
        Optional<Address> party = rows.size() == 1 ? Address.parse(rows.getFirst()) : Optional.empty();
        if (party.isEmpty() || !(message instanceof SipRequest request)) {
            return Optional.empty();
        }
        SipRequest.Builder builder = request.toBuilder();
        return Optional.of(new Edit((header.equals(HeaderName.FROM)
                ? builder.from(party.get())
                : builder.to(party.get())).build(), what));
    }

    private static boolean fits(String value) {
        return !value.isEmpty() && value.length() <= MAX_VALUE;
    }

    private static String times(int rows) {
        return rows == 1 ? "" : " (" + rows + " rows)";
    }
}

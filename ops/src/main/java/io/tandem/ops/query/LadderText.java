package io.tandem.ops.query;

import io.tandem.ops.query.Ladder.Column;
import io.tandem.ops.query.Ladder.Row;
import java.util.List;

/**
 * Draws a ladder in plain ASCII, in the manner of RFC 3665: a lifeline a column, an arrow a message, times at the left.
 * What was handled beside the socket is dotted.
 */
final class LadderText {
    private static final int MARGIN = 16;
    private static final int TIME_END = 14;
    private static final int ARROW_MARKS = 8;
    private static final int MIN_SPACING = 26;
    private static final int MAX_SPACING = 40;

    private final Ladder ladder;
    private final int spacing;
    private final int firstLifeline;
    private final StringBuilder out = new StringBuilder(2_048);

    private LadderText(Ladder ladder) {
        this.ladder = ladder;
        this.spacing = spacing(ladder);
        this.firstLifeline = MARGIN + Math.min(heading(ladder.columns().getFirst()), spacing) / 2;
    }

    static String draw(Ladder ladder) {
        return new LadderText(ladder).draw();
    }

    private String draw() {
        out.append(ladder.title()).append('\n');
        ladder.facts().forEach(fact -> out.append(fact).append('\n'));
        out.append('\n');
        if (ladder.rows().isEmpty()) {
            return out.append("No message of this call was kept.\n").toString();
        }
        headings();
        line(canvas('|'));
        for (Row row : ladder.rows()) {
            switch (row) {
                case Row.Message message -> message(message);
                case Row.Pause pause -> pause(pause);
                case Row.Media media -> media(media);
            }
        }
        line(canvas('|'));
        if (ladder.rows().stream().anyMatch(row -> row instanceof Row.Message message && message.atEdge())) {
            out.append("\n.... handled beside the socket, by the transaction layer\n");
        }
        return out.toString();
    }

    private void headings() {
        char[] names = blank();
        char[] details = blank();
        List<Column> columns = ladder.columns();
        for (int i = 0; i < columns.size(); i++) {
            centre(names, lifeline(i), shortened(columns.get(i).name(), spacing - 2));
            String detail = columns.get(i).detail();
            centre(details, lifeline(i), shortened(detail.isEmpty() ? "" : "(" + detail + ")", spacing - 2));
        }
        put(names, TIME_END - 2, "ms");
        line(names);
        line(details);
    }

    private void message(Row.Message message) {
        char[] row = canvas('|');
        int left = lifeline(Math.min(message.from(), message.to())) + 1;
        int right = lifeline(Math.max(message.from(), message.to())) - 1;
        fill(row, left, right, message.atEdge() ? '.' : '-');
        boolean rightwards = message.to() > message.from();
        row[rightwards ? right : left] = rightwards ? '>' : '<';
        centre(row, (left + right) / 2, " " + shortened(message.label(), right - left - ARROW_MARKS + 1) + " ");
        put(row, 0, "F" + message.number());
        String time = Ladder.millis(message.micros());
        put(row, Math.max(5, TIME_END - time.length()), time);
        line(row);
    }

    private void pause(Row.Pause pause) {
        char[] row = canvas(':');
        String span = "+ " + Ladder.span(pause.micros());
        put(row, Math.max(0, TIME_END - span.length()), span);
        line(row);
    }

    private void media(Row.Media media) {
        char[] row = canvas('|');
        for (int column = 0; column < ladder.columns().size() - 1; column++) {
            if (column < media.callee()) {
                int left = lifeline(column) + 1;
                int right = lifeline(column + 1) - 1;
                fill(row, left, right, '=');
            }
        }
        tips(row, lifeline(0), lifeline(Ladder.TANDEM), media.label());
        tips(row, lifeline(Ladder.TANDEM), lifeline(media.callee()), media.label());
        line(row);
    }

    private void tips(char[] row, int left, int right, String label) {
        if (right > left) {
            row[left + 1] = '<';
            row[right - 1] = '>';
            centre(row, (left + right) / 2, " " + shortened(label, right - left - ARROW_MARKS) + " ");
        }
    }

    private static int spacing(Ladder ladder) {
        int widest = MIN_SPACING;
        for (Row row : ladder.rows()) {
            if (row instanceof Row.Message message && Math.abs(message.to() - message.from()) == 1) {
                widest = Math.max(widest, message.label().length() + ARROW_MARKS + 2);
            }
        }
        for (Column column : ladder.columns()) {
            widest = Math.max(widest, heading(column) + 2);
        }
        return Math.min(widest, MAX_SPACING);
    }

    private static int heading(Column column) {
        return Math.max(column.name().length(), column.detail().length() + 2);
    }

    private int lifeline(int column) {
        return firstLifeline + column * spacing;
    }

    private char[] blank() {
        char[] row = new char[lifeline(ladder.columns().size() - 1) + spacing];
        fill(row, 0, row.length - 1, ' ');
        return row;
    }

    private char[] canvas(char lifeline) {
        char[] row = blank();
        for (int i = 0; i < ladder.columns().size(); i++) {
            row[lifeline(i)] = lifeline;
        }
        return row;
    }

    private void line(char[] row) {
        out.append(new String(row).stripTrailing()).append('\n');
    }

    private static void fill(char[] row, int from, int to, char with) {
        for (int i = from; i <= to; i++) {
            row[i] = with;
        }
    }

    private static void centre(char[] row, int at, String text) {
        put(row, at - text.length() / 2, text);
    }

    private static void put(char[] row, int at, String text) {
        for (int i = 0; i < text.length() && at + i < row.length; i++) {
            row[Math.max(0, at + i)] = text.charAt(i);
        }
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
    }
}

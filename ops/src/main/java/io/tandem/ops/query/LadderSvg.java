package io.tandem.ops.query;

import io.tandem.ops.query.Ladder.Column;
import io.tandem.ops.query.Ladder.Kind;
import io.tandem.ops.query.Ladder.Row;
import java.util.List;

/** Draws a ladder as an SVG document of its own: no script, no outside reference, every text escaped. */
final class LadderSvg {
    private static final int MARGIN = 28;
    private static final int TIMES = 104;
    private static final int SPACING = 272;
    private static final int BOX_WIDTH = 156;
    private static final int BOX_HEIGHT = 44;
    private static final int ROW = 34;
    private static final int TITLE_LINE = 26;
    private static final int FACT_LINE = 19;
    private static final int CHAR_WIDTH = 8;
    private static final int TIP = 2;

    private static final String STYLE = """
            <style>
            text{font-family:ui-monospace,'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,monospace;font-size:13px;fill:#1f2933}
            .title{font-size:16px;font-weight:700}.fact{fill:#52606d}.time{fill:#7b8794;text-anchor:end;font-size:12px}
            .number{fill:#9aa5b1;font-size:11px}.name{font-weight:700;text-anchor:middle}.detail{fill:#7b8794;font-size:11px;text-anchor:middle}
            .box{fill:#f5f7fa;stroke:#9aa5b1}.own{fill:#e0e8f9;stroke:#647acb}.life{stroke:#cbd2d9;stroke-width:1.5}
            .label{text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
            .request{stroke:#35469c;stroke-width:1.8}.provisional{stroke:#7b8794;stroke-width:1.8}
            .success{stroke:#207227;stroke-width:1.8}.failure{stroke:#ab091e;stroke-width:1.8}
            .edge{stroke-width:1;stroke-dasharray:3 3}.small{font-size:11px;fill:#7b8794}
            .of-request{fill:#2d3a8c}.of-provisional{fill:#52606d}.of-success{fill:#14532d}.of-failure{fill:#8a041a}
            .media{fill:#fff3c4;stroke:#e9b949}.pause{fill:#fff}.silence{text-anchor:middle;fill:#7b8794;font-size:11px}
            </style>
            """;

    private final Ladder ladder;
    private final int top;
    private final int width;
    private final StringBuilder out = new StringBuilder(8_192);
    private int y;

    private LadderSvg(Ladder ladder) {
        this.ladder = ladder;
        this.top = MARGIN + TITLE_LINE + FACT_LINE * ladder.facts().size() + 14;
        int drawing = lifeline(ladder.columns().size() - 1) + BOX_WIDTH / 2;
        int words = ladder.facts().stream().mapToInt(fact -> fact.length() * CHAR_WIDTH).max().orElse(0);
        int title = ladder.title().length() * (CHAR_WIDTH + 2);
        this.width = Math.max(drawing, MARGIN + Math.max(words, title)) + MARGIN;
    }

    static String draw(Ladder ladder) {
        return new LadderSvg(ladder).draw();
    }

    private String draw() {
        int bottom = top + BOX_HEIGHT + ROW / 2 + rowsHeight();
        boolean legend = ladder.rows().stream().anyMatch(row -> row instanceof Row.Message m && m.atEdge());
        int height = bottom + (legend ? ROW + 6 : 0) + MARGIN;
        open(height);
        lifelines(bottom);
        headings();
        y = top + BOX_HEIGHT + ROW / 2;
        for (Row row : ladder.rows()) {
            y += height(row);
            switch (row) {
                case Row.Message message -> message(message);
                case Row.Pause pause -> pause(pause);
                case Row.Media media -> media(media);
            }
        }
        if (legend) {
            legend(bottom + ROW);
        }
        return out.append("</svg>\n").toString();
    }

    private void open(int height) {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"")
                .append(width)
                .append(
                        "\" height=\"")
                .append(height)
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(
                        height)
                .append("\">\n<title>")
                .append(escaped(ladder.title()))
                .append("</title>\n")
                .append(
                        STYLE)
                .append("<defs>\n");
        marker("request", "#35469c");
        marker("provisional", "#7b8794");
        marker("success", "#207227");
        marker("failure", "#ab091e");
        out.append("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        text("title", MARGIN, MARGIN + 10, ladder.title());
        int line = MARGIN + TITLE_LINE + 6;
        for (String fact : ladder.facts()) {
            text("fact", MARGIN, line, fact);
            line += FACT_LINE;
        }
        if (ladder.rows().isEmpty()) {
            text("fact", MARGIN, top + BOX_HEIGHT + ROW, "No message of this call was kept.");
        }
    }

    private void marker(String name, String colour) {
        out.append("<marker id=\"")
                .append(name)
                .append("\" viewBox=\"0 0 10 10\" refX=\"9.5\" refY=\"5\"")
                .append(
                        " markerWidth=\"9\" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">")
                .append(
                        "<path d=\"M0 0.8 10 5 0 9.2 2.4 5z\" fill=\"")
                .append(colour)
                .append("\"/></marker>\n");
    }

    private void lifelines(int bottom) {
        for (int i = 0; i < ladder.columns().size(); i++) {
            line("life", lifeline(i), top + BOX_HEIGHT, lifeline(i), bottom + 6, "");
        }
    }

    private void headings() {
        List<Column> columns = ladder.columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            rect(i == Ladder.TANDEM ? "own" : "box", lifeline(i) - BOX_WIDTH / 2, top, BOX_WIDTH, BOX_HEIGHT, 6);
            boolean alone = column.detail().isEmpty();
            text("name", lifeline(i), top + (alone ? 27 : 20), shortened(column.name(), BOX_WIDTH / CHAR_WIDTH));
            if (!alone) {
                text("detail", lifeline(i), top + 35, shortened(column.detail(), BOX_WIDTH / CHAR_WIDTH + 2));
            }
        }
    }

    private void message(Row.Message message) {
        String kind = kind(message.kind());
        int from = lifeline(message.from());
        int to = lifeline(message.to());
        int room = Math.abs(to - from) - 4 * CHAR_WIDTH;
        line(message.atEdge() ? kind + " edge" : kind, from, y, to + (to > from ? -TIP : TIP), y,
                " marker-end=\"url(#" + kind + ")\"");
        text("label " + (message.atEdge() ? "small" : "of-" + kind), (from + to) / 2, y - 6,
                shortened(message.label(), room / CHAR_WIDTH));
        text("number", MARGIN, y + 4, "F" + message.number());
        text("time", MARGIN + TIMES, y + 4, Ladder.millis(message.micros()) + " ms");
    }

    private void pause(Row.Pause pause) {
        for (int i = 0; i < ladder.columns().size(); i++) {
            rect("pause", lifeline(i) - 4, y - 15, 8, 18, 0);
            for (int dot = 0; dot < 3; dot++) {
                out.append("<circle cx=\"")
                        .append(lifeline(i))
                        .append("\" cy=\"")
                        .append(y - 12 + dot * 6)
                        .append(
                                "\" r=\"1.4\" fill=\"#9aa5b1\"/>\n");
            }
        }
        text("silence", (lifeline(0) + lifeline(Ladder.TANDEM)) / 2, y - 2, Ladder.span(pause.micros()) + " later");
    }

    private void media(Row.Media media) {
        int left = lifeline(0);
        int own = lifeline(Ladder.TANDEM);
        int right = lifeline(media.callee());
        band(left, own, media.label());
        if (right > own) {
            band(own, right, media.label());
        }
    }

    /** A band with a tip at either end: both directions. */
    private void band(int left, int right, String label) {
        int middle = y - 6;
        out.append("<path class=\"media\" d=\"M")
                .append(left + 2)
                .append(' ')
                .append(middle)
                .append("l10 -10H")
                .append(
                        right - 12)
                .append("l10 10 -10 10H")
                .append(left + 12)
                .append("z\"/>\n");
        text("silence", (left + right) / 2, middle + 4, label);
    }

    private void legend(int at) {
        line("provisional edge", lifeline(0), at - 4, lifeline(0) + 48, at - 4, "");
        text("small", lifeline(0) + 58, at, "handled beside the socket, by the transaction layer");
    }

    private int rowsHeight() {
        return ladder.rows().stream().mapToInt(LadderSvg::height).sum();
    }

    private static int height(Row row) {
        return switch (row) {
            case Row.Message message -> message.atEdge() ? ROW - 6 : ROW;
            case Row.Pause _ -> ROW;
            case Row.Media _ -> ROW + 4;
        };
    }

    private static int lifeline(int column) {
        return MARGIN + TIMES + 24 + BOX_WIDTH / 2 + column * SPACING;
    }

    private static String kind(Kind kind) {
        return switch (kind) {
            case REQUEST -> "request";
            case PROVISIONAL -> "provisional";
            case SUCCESS -> "success";
            case FAILURE -> "failure";
        };
    }

    private void text(String style, int x, int atY, String text) {
        out.append("<text class=\"")
                .append(style)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(atY)
                .append(
                        "\">")
                .append(escaped(text))
                .append("</text>\n");
    }

    private void line(String style, int x1, int y1, int x2, int y2, String more) {
        out.append("<line class=\"")
                .append(style)
                .append("\" x1=\"")
                .append(x1)
                .append("\" y1=\"")
                .append(y1)
                .append(
                        "\" x2=\"")
                .append(x2)
                .append("\" y2=\"")
                .append(y2)
                .append('"')
                .append(more)
                .append("/>\n");
    }

    private void rect(String style, int x, int atY, int w, int h, int round) {
        out.append("<rect class=\"")
                .append(style)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(atY)
                .append(
                        "\" width=\"")
                .append(w)
                .append("\" height=\"")
                .append(h)
                .append("\" rx=\"")
                .append(round)
                .append(
                        "\"/>\n");
    }

    private static String shortened(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, Math.max(0, characters - 1)) + "…";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}

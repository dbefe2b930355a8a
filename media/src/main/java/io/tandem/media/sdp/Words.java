package io.tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;

/** The words of a line's value, which spaces part; more than one space between two is let pass. */
final class Words {
    private Words() {}

    static List<String> of(String value) {
        List<String> words = new ArrayList<>(8);
        int start = -1;
        for (int i = 0; i <= value.length(); i++) {
            boolean space = i == value.length() || value.charAt(i) == ' ';
            if (space && start >= 0) {
                words.add(value.substring(start, i));
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        return words;
    }

    /** The number that the text is, or -1 when it is none or above the limit. */
    static int number(String text, int limit) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number <= limit ? number : -1;
    }

    /** One word: not empty, no blank and no line end in it. */
    static String requireWord(String text) {
        if (text.isEmpty() || text.indexOf(' ') >= 0 || !Line.isText(text)) {
            throw new IllegalArgumentException("not a word of SDP");
        }
        return text;
    }
}

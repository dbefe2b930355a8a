package io.tandem.tenant;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Checks of texts against the alphabets and lengths of PRV §3, without regular expressions. */
final class Texts {

    private Texts() {}

    /** Adds a mistake unless the text has 1 to {@code max} characters, each of them allowed. */
    static void check(String path, String text, int max, IntPredicate allowed, String alphabet,
            List<Mistake> mistakes) {
        String right = "1–" + max + " characters of " + alphabet;
        if (text.isEmpty() || text.length() > max) {
            mistakes.add(new Mistake(path, text.length() + " characters", right));
        } else if (!text.chars().allMatch(allowed)) {
            mistakes.add(new Mistake(path, "a character that is not allowed", right));
        }
    }

    static void checkOptional(String path, Optional<String> text, int max, IntPredicate allowed, String alphabet,
            List<Mistake> mistakes) {
        if (text.isPresent()) {
            check(path, text.get(), max, allowed, alphabet, mistakes);
        }
    }

    static boolean isName(int c) {
        return isAlphanumeric(c) || c == '_' || c == '-';
    }

    static boolean isToken(int c) {
        return isName(c) || c == '=';
    }

    static boolean isPrintable(int c) {
        return !Character.isISOControl(c);
    }

    /** 8-4-4-4-12 hexadecimal digits. */
    static boolean isGuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}

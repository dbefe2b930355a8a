package io.tandem.cluster.cli;

import io.tandem.tenant.number.ListedNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file with one number a line: canonical numbers to the one side, what is wrong to the other (NUM-3). */
final class NumberListCheck {
    /** Ten million numbers with room. */
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_TOLD = 100;

    private final Path file;
    private final boolean lenient;
    private final PrintWriter out;
    private final PrintWriter err;
    private long line;
    private long right;
    private long wrong;
    private long told;

    NumberListCheck(Path file, boolean lenient, PrintWriter out, PrintWriter err) {
        this.file = file;
        this.lenient = lenient;
        this.out = out;
        this.err = err;
    }

    /** 0 when every line is a number, 1 when one is not, 2 when the file cannot be read. */
    int run() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return unreadable("at most " + (MOST_BYTES >> 20) + " MB at once");
            }
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    line++;
                    take(plain(text));
                }
            }
        } catch (NoSuchFileException missing) {
            return unreadable("no such file");
        } catch (CharacterCodingException otherEncoding) {
            return unreadable("not UTF-8");
        } catch (IOException failed) {
            return unreadable(String.valueOf(failed.getMessage()));
        }
        err.println(right + " right, " + wrong + " wrong");
        flush();
        return wrong == 0 ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private void take(String text) {
        if (text.isBlank()) {
            return;
        }
        switch (ListedNumber.read(text, lenient)) {
            case ListedNumber.Right(var number, Optional<String> notice) -> {
                right++;
                out.println(number.e164());
                notice.ifPresent(this::tell);
            }
            case ListedNumber.Wrong(String why) -> {
                wrong++;
                tell(why);
            }
        }
    }

    private void tell(String what) {
        if (told++ < MOST_TOLD) {
            err.println(file + ":" + line + ": " + what);
        } else if (told == MOST_TOLD + 1) {
            err.println("... more of that is not told");
        }
    }

    /** Without the mark that some programs begin a file with, and the quotes that they put around a field. */
    private static String plain(String text) {
        String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String field = marked.strip();
        return field.length() > 1 && field.startsWith("\"") && field.endsWith("\"")
                ? field.substring(1, field.length() - 1)
                : field;
    }

    private int unreadable(String why) {
        err.println(file + ": " + why);
        flush();
        return ExitCode.WRONG_INPUT;
    }

    private void flush() {
        out.flush();
        err.flush();
    }
}

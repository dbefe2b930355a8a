package io.tandem.cluster.boot.config;

import java.util.List;

/** What reading a configuration gave. */
public sealed interface ConfigResult {

    /** Every check passed. */
    record Right(TandemConfig config) implements ConfigResult {}

    /**
     * Every mistake that was found, in the order of the checks.
     *
     * @param file as it was named
     */
    record Wrong(String file, List<Mistake> mistakes) implements ConfigResult {

        /** The report that {@code config check} and start-up print: a heading, then one line for each mistake. */
        public String report() {
            StringBuilder text = new StringBuilder(file).append(": ")
                    .append(mistakes.size())
                    .append(
                            mistakes.size() == 1 ? " mistake" : " mistakes");
            mistakes.forEach(mistake -> text.append("\n  ").append(mistake.text()));
            return text.toString();
        }
    }
}

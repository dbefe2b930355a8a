package io.tandem.ops.lab;

import java.util.List;

/** What an agent does by itself in an answered call, in that order. */
public record Script(List<ScriptStep> steps) {
    private static final int MOST_STEPS = 100;
    public static final Script NOTHING = new Script(List.of());

    public Script {
        steps = List.copyOf(steps);
        int before = 0;
        for (ScriptStep step : steps) {
            if (step.afterMillis() < before) {
                throw new IllegalArgumentException("a script's steps come in the order of their times");
            }
            before = step.afterMillis();
        }
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException("a script has at most " + MOST_STEPS + " steps");
        }
    }

    public static Script of(ScriptStep... steps) {
        return new Script(List.of(steps));
    }
}

package io.tandem;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.TreeScanner;
import io.tandem.JavaSources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which tests say, by {@code @Tag("TSP-22")}, that they show a rule; JUnit's annotation or jqwik's, it is one word. */
final class TestTags {

    /**
     * @param number as the tag has it
     * @param path of the source, from the project's root
     * @param type the class, nested ones after a dot
     * @param method empty if the class has the tag
     */
    record Tagged(String number, String path, String type, String method) {}

    /** @param mistakes tags that no run would ever check */
    record Found(List<Tagged> tags, List<String> mistakes) {}

    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory",
            "Property",
            "Example");
    /** What Surefire and Failsafe run. */
    private static final Pattern RUN = Pattern.compile(".*/src/test/java/.*(Test|Properties|IT)\\.java");

    private TestTags() {}

    static Found in(List<Source> sources) {
        List<Source> tagged = sources.stream()
                .filter(source -> source.text().contains("@Tag(") || source.text().contains(".Tag("))
                .toList();
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        for (CompilationUnitTree unit : JavaSources.parse(tagged)) {
            new Scanner(unit.getSourceFile().toUri().getPath().substring(1), found).scan(unit, new Place("", "", true));
        }
        return found;
    }

    private static String simpleName(AnnotationTree annotation) {
        String name = annotation.getAnnotationType().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean has(ModifiersTree modifiers, Set<String> names) {
        return modifiers.getAnnotations().stream().anyMatch(annotation -> names.contains(simpleName(annotation)));
    }

    /** @param runs whether something of it runs as a test */
    private record Place(String type, String method, boolean runs) {}

    private static final class Scanner extends TreeScanner<Void, Place> {
        private final String path;
        private final Found found;

        Scanner(String path, Found found) {
            this.path = path;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Place outer) {
            String name = outer.type().isEmpty()
                    ? type.getSimpleName().toString()
                    : outer.type() + "." + type.getSimpleName();
            boolean runs = outer.runs() && RUN.matcher(path).matches() && !has(type.getModifiers(), Set.of("Disabled"));
            return super.visitClass(type, new Place(name, "", runs));
        }

        @Override
        public Void visitMethod(MethodTree method, Place type) {
            boolean runs = type.runs() && has(method.getModifiers(), TESTS)
                    && !has(method.getModifiers(), Set.of("Disabled"));
            return super.visitMethod(method, new Place(type.type(), method.getName().toString(), runs));
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Place on) {
            if (simpleName(annotation).equals("Tag")) {
                String number = text(annotation.getArguments().getFirst());
                Tagged tagged = new Tagged(number, path, on.type(), on.method());
                if (!on.runs()) {
                    found.mistakes().add(name(tagged) + ": tagged " + number + " and no test that runs");
                } else if (!RuleBook.NUMBER.matcher(number).matches()) {
                    found.mistakes().add(name(tagged) + ": the tag " + number + " is no rule's number");
                } else {
                    found.tags().add(tagged);
                }
            }
            return super.visitAnnotation(annotation, on);
        }
    }

    /** What is no literal comes out as it is written, and is no number. */
    private static String text(ExpressionTree argument) {
        ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
        return value instanceof LiteralTree literal ? String.valueOf(literal.getValue()) : String.valueOf(value);
    }

    static String name(Tagged tagged) {
        return tagged.method().isEmpty() ? tagged.type() : tagged.type() + "." + tagged.method();
    }
}

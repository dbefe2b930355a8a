package io.tandem;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Our own sources as the compiler reads them: how long files and methods are, and which methods sleep. */
final class JavaSources {

    /** @param path from the project's root, with slashes */
    record Source(String path, String text) {}

    /**
     * @param key the path, for a method followed by {@code #Type.name(ParameterType)}
     * @param lines of a method: from its first modifier or annotation to its closing brace
     */
    record Size(String key, int lines) {}

    /** @param sleeps keys of the methods that call {@code Thread.sleep} or {@code TimeUnit.sleep} */
    record Measured(Size file, List<Size> methods, List<String> sleeps) {}

    private JavaSources() {}

    /** The directory that holds all modules, found from the module that the tests run in. */
    static Path projectRoot() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("ops/build/eclipse-format.xml"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("the project's root is none of the directories above "
                    + Path.of("").toAbsolutePath());
        }
        return at;
    }

    /** All {@code <module>/src/<set>/java} below the root. */
    static List<Source> all(Path root) {
        try (Stream<Path> modules = Files.list(root)) {
            List<Source> sources = new ArrayList<>();
            for (Path module : modules.filter(
                    at -> Files.exists(at.resolve("pom.xml")) && Files.exists(at.resolve("src"))).sorted().toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(
                                    file -> sources.add(read(root, file)));
                }
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path root, Path file) {
        try {
            return new Source(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Measured> measure(List<Source> sources) {
        JavacTask task = task(sources);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            List<Measured> measured = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                measured.add(measure(unit, positions));
            }
            return measured;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sources' trees; each file's URI has its path behind one slash. */
    static Iterable<? extends CompilationUnitTree> parse(List<Source> sources) {
        try {
            return sources.isEmpty() ? List.of() : task(sources).parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavacTask task(List<Source> sources) {
        List<JavaFileObject> files = sources.stream().<JavaFileObject>map(InMemory::new).toList();
        return (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null,
                        List.of("-proc:none"), null, files);
    }

    private static Measured measure(CompilationUnitTree unit, SourcePositions positions) throws IOException {
        String path = unit.getSourceFile().toUri().getPath().substring(1);
        int lines = (int) unit.getSourceFile().getCharContent(true).toString().lines().count();
        Scanner scanner = new Scanner(unit, positions, path);
        scanner.scan(unit, "");
        return new Measured(new Size(path, lines), scanner.methods, scanner.sleeps);
    }

    /** Walks one file; the argument handed down is the key of what encloses the node. */
    private static final class Scanner extends TreeScanner<Void, String> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String path;
        private final List<Size> methods = new ArrayList<>();
        private final List<String> sleeps = new ArrayList<>();

        Scanner(CompilationUnitTree unit, SourcePositions positions, String path) {
            this.unit = unit;
            this.positions = positions;
            this.path = path;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            return super.visitClass(type, outer.isEmpty()
                    ? type.getSimpleName().toString()
                    : outer + "." + type.getSimpleName());
        }

        @Override
        public Void visitMethod(MethodTree method, String type) {
            String key = type + "." + method.getName()
                    + method.getParameters()
                            .stream()
                            .map(VariableTree::getType)
                            .map(String::valueOf)
                            .collect(
                                    Collectors.joining(",", "(", ")"));
            methods.add(new Size(path + "#" + key, lines(method)));
            return super.visitMethod(method, key);
        }

        private int lines(MethodTree method) {
            long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
            long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
            return (int) (last - first + 1);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, String within) {
            String target = call.getMethodSelect().toString();
            if (target.endsWith("Thread.sleep") || target.contains("TimeUnit.") && target.endsWith(".sleep")) {
                sleeps.add(path + "#" + within);
            }
            return super.visitMethodInvocation(call, within);
        }

        @Override
        public Void visitImport(ImportTree imported, String within) {
            if (imported.isStatic() && imported.getQualifiedIdentifier().toString().equals("java.lang.Thread.sleep")) {
                sleeps.add(path);
            }
            return super.visitImport(imported, within);
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final Source source;

        InMemory(Source source) {
            super(URI.create("source:///" + source.path()), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }
}

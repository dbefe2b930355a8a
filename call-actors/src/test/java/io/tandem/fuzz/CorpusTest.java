package io.tandem.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the fuzzer found worth keeping, and every input that once showed a mistake, at each build. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of("SipMessageFuzz",
            SipMessageFuzz::fuzzerTestOneInput, "SdpFuzz", SdpFuzz::fuzzerTestOneInput, "StreamFramingFuzz",
            StreamFramingFuzz::fuzzerTestOneInput, "TextFuzz", TextFuzz::fuzzerTestOneInput, "PacketFuzz",
            PacketFuzz::fuzzerTestOneInput);

    @TestFactory
    Stream<DynamicTest> nothingBreaksATarget() {
        return TARGETS.keySet().stream().sorted().map(target -> DynamicTest.dynamicTest(target, () -> {
            List<Path> inputs = inputs(target);
            assertThat(inputs).isNotEmpty();
            for (Path input : inputs) {
                try {
                    TARGETS.get(target).accept(Files.readAllBytes(input));
                } catch (RuntimeException | AssertionError finding) {
                    throw new AssertionError(input.toString(), finding);
                }
            }
        }));
    }

    private static List<Path> inputs(String target) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

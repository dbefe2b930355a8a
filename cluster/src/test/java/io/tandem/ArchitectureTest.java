package io.tandem;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The map of the code, kept true: which package may see which, over the classes of all modules.
 * <p>
 * A rule about a package that has no class yet is green; it bites on the day the package is filled.
 */
class ArchitectureTest {

    private static final JavaClasses TANDEM = new ClassFileImporter().withImportOption(
            new ImportOption.DoNotIncludeTests()).importPackages("io.tandem");

    /** Our SIP library, the rules of calls, tenants and Mobile Control Point: functions of their inputs. */
    private static final String[] PURE = {"io.tandem.sip..", "io.tandem.leg", "io.tandem.call", "io.tandem.tenant",
            "io.tandem.tenant.number",
            "io.tandem.mcp", "io.tandem.interworking..", "io.tandem.port", "io.tandem.media.sdp",
            "io.tandem.media.codec", "io.tandem.elin",
            "io.tandem.cluster.address"};

    private static final String[] CALL_ACTORS = {"io.tandem.sip..", "io.tandem.leg..", "io.tandem.call..",
            "io.tandem.tenant..", "io.tandem.mcp..", "io.tandem.interworking..", "io.tandem.port..",
            "io.tandem.elin.."};

    @Test
    void purePackagesKnowOnlyTheJdkAndEachOther() {
        check(classes().that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(PURE)
                                .or(resideInAnyPackage("java..", "io.tandem.media.session", "io.tandem.media.keys"))));
        check(noClasses().that()
                .resideInAPackage(
                        "io.tandem.media.sdp")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tandem.media.session"));
    }

    @Test
    void theSipLibraryStandsOnItsOwnAndItsLayersLookDownwards() {
        sees("io.tandem.sip.message", "io.tandem.sip.message");
        sees("io.tandem.sip.admission", "io.tandem.sip.admission");
        sees("io.tandem.sip.route", "io.tandem.sip.route", "io.tandem.sip.message");
        sees("io.tandem.sip.dialog", "io.tandem.sip.dialog", "io.tandem.sip.route", "io.tandem.sip.message");
        sees("io.tandem.sip.transaction", "io.tandem.sip.transaction", "io.tandem.sip.route", "io.tandem.sip.message");
    }

    @Test
    void noPackagesFormACycle() {
        check(slices().matching("io.tandem.(**)").should().beFreeOfCycles());
    }

    @Test
    void modulesLookAlongTheArrowsOnly() {
        sees("io.tandem.media..", "io.tandem.media..");
        for (String owner : CALL_ACTORS) {
            sees(owner, with(CALL_ACTORS, "io.tandem.media.sdp", "io.tandem.media.session", "io.tandem.media.keys"));
        }
        sees("io.tandem.provisioning..", with(CALL_ACTORS, "io.tandem.provisioning.."));
        sees("io.tandem.ops..", with(CALL_ACTORS, "io.tandem.ops..", "io.tandem.media.."));
    }

    @Test
    void actorsAreKnownOnlyWhereActorsLive() {
        onlyIn("org.apache.pekko..", "io.tandem..actor..", "io.tandem.cluster..", "io.tandem.provisioning..",
                "io.tandem.ops..");
    }

    @Test
    void theSipLibraryTheMetricsAndTheHealthKnowNoActors() {
        check(noClasses().that()
                .resideInAnyPackage("io.tandem.ops.metrics", "io.tandem.ops.health",
                        "io.tandem.media..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko.."));
    }

    @Test
    void eachLibraryStaysBehindItsOnePackage() {
        onlyIn("io.netty..", "io.tandem.cluster.edge..");
        onlyIn("org.xbill..", "io.tandem.cluster.trunk.dns");
        onlyIn("org.rocksdb..", "io.tandem.cluster.journal..");
        onlyIn("com.datastax..", "io.tandem.cluster.journal..", "io.tandem.ops.query..");
        onlyIn("io.micrometer..", "io.tandem.ops.metrics");
        onlyIn("io.prometheus..", "io.tandem.ops.metrics");
        onlyIn("org.bouncycastle..", "io.tandem.ops.lab.tls");
        onlyIn("picocli..", "io.tandem.cluster.cli..");
        onlyIn("com.google.re2j..", "io.tandem.cluster.numbers");
    }

    @Test
    void ofTheMediaPlaneOnlyTheLoopsOpenSockets() {
        check(noClasses().that(resideInAPackage("io.tandem.media..").and(
                not(resideInAPackage("io.tandem.media.udp.."))))
                .should()
                .callMethodWhere(
                        opens())
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(DatagramSocket.class, Socket.class,
                        ServerSocket.class));
    }

    /** Media passes and is gone: no class that ever holds a packet knows how to write a file (F-71). */
    @Test
    @Tag("F-71")
    void nothingOfTheMediaIsWrittenDown() {
        check(noClasses().that()
                .resideInAnyPackage("io.tandem.media..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.util.logging..", "org.slf4j..")
                        .or(belongToAnyOf(File.class, FileOutputStream.class, FileInputStream.class, FileWriter.class,
                                RandomAccessFile.class, FileChannel.class, PrintStream.class))));
    }

    @Test
    void purePackagesTakeTimeRandomnessAndIdsAsArguments() {
        Set<String> clocks = Set.of(Instant.class.getName(), LocalDateTime.class.getName(),
                OffsetDateTime.class.getName(), ZonedDateTime.class.getName());
        pureNeverCalls("a clock", call -> clocks.contains(owner(call)) && call.getName().equals("now"));
        pureNeverCalls("a timer", call -> owner(call).equals("java.lang.System")
                && (call.getName().equals("nanoTime") || call.getName().equals("currentTimeMillis")));
        pureNeverCalls("chance", call -> owner(call).startsWith("java.")
                && (call.getName().equals("random") || call.getName().equals("randomUUID")));
        pureNeverCalls("a thread", call -> owner(call).equals(Thread.class.getName()));
        check(noClasses().that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class,
                        Random.class, ThreadLocalRandom.class, Executors.class, Clock.class, FileInputStream.class));
    }

    private static void pureNeverCalls(String what, Predicate<JavaCall<?>> test) {
        check(noClasses().that().resideInAnyPackage(PURE).should().callMethodWhere(calls(what, test)));
    }

    private static String owner(JavaCall<?> call) {
        return call.getTargetOwner().getName();
    }

    private static DescribedPredicate<JavaCall<?>> calls(String what, Predicate<JavaCall<?>> test) {
        return DescribedPredicate.describe("calls " + what, test);
    }

    private static DescribedPredicate<JavaCall<?>> opens() {
        return calls("opens a channel", call -> call.getName().equals("open")
                && call.getTargetOwner().isAssignableTo(SelectableChannel.class));
    }

    /** Of our own packages, the owner sees these and no others. */
    private static void sees(String owner, String... seen) {
        check(noClasses().that()
                .resideInAPackage(owner)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.tandem..").and(not(resideInAnyPackage(seen)))));
    }

    private static void onlyIn(String library, String... packages) {
        DescribedPredicate<JavaClass> elsewhere = not(resideInAnyPackage(packages));
        check(noClasses().that(elsewhere).should().dependOnClassesThat().resideInAPackage(library));
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(TANDEM);
    }
}

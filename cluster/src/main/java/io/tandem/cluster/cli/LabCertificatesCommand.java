package io.tandem.cluster.cli;

import io.tandem.ops.lab.tls.CertificateFolder;
import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tandem lab certificates}. */
@Command(name = "certificates", mixinStandardHelpOptions = true, description = "Makes a lab's certificate authority and issues certificates for the gateway and its peers, valid for 90 days.")
final class LabCertificatesCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "Where to write; nothing is written over.")
    Path directory;

    @Option(names = "--name", paramLabel = "FQDN", defaultValue = "sbc.lab.example", description = "A name of the gateway, again for more; default: ${DEFAULT-VALUE}.")
    List<String> names;

    @Option(names = "--peer", paramLabel = "FQDN", defaultValue = "sip.lab.example", description = "A peer, again for more; default: ${DEFAULT-VALUE}.")
    List<String> peers;

    @Option(names = "--rsa", description = "RSA keys of 2048 bits; without it EC P-256.")
    boolean rsa;

    @Override
    public Integer call() throws IOException {
        try {
            CertificateFolder folder = CertificateFolder.write(directory, names, peers, Instant.now(),
                    rsa ? KeyAlgorithm.RSA_2048 : KeyAlgorithm.EC_P256);
            PrintWriter out = spec.commandLine().getOut();
            out.println("whom to trust  " + folder.roots());
            out.println("gateway        " + folder.gatewayCertificate() + ", " + folder.gatewayKey() + " for "
                    + String.join(", ", names));
            peers.forEach(peer -> out.println("peer           " + folder.certificate(peer) + ", " + folder.key(peer)));
            return ExitCode.RIGHT;
        } catch (FileAlreadyExistsException there) {
            throw new IOException(there.getFile() + " is there already; remove it, or give another --dir", there);
        }
    }
}

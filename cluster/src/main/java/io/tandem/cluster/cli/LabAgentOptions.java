package io.tandem.cluster.cli;

import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.Signalling;
import io.tandem.ops.lab.tls.TlsPeer;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What makes an agent of the lab, on the command line. */
final class LabAgentOptions {
    /** In the SDP only: calls of these agents have no media. */
    private static final int MEDIA_PORT = 40_000;

    @Option(names = "--transport", paramLabel = "T", defaultValue = "udp", description = "udp, tcp or tls; default: ${DEFAULT-VALUE}.")
    String transport;

    @Option(names = "--listen", paramLabel = "IP:PORT", required = true, description = "Where the agent listens.")
    String listen;

    @Option(names = "--gateway", paramLabel = "IP:PORT", required = true, description = "Where the gateway is.")
    String gateway;

    @Option(names = "--gateway-name", paramLabel = "FQDN", defaultValue = "sbc.lab.example", description = "Over TLS: the name in the gateway's certificate and URIs; default: ${DEFAULT-VALUE}.")
    String gatewayName;

    @Option(names = "--name", paramLabel = "FQDN", defaultValue = "sip.lab.example", description = "Over TLS: the agent's own name; default: ${DEFAULT-VALUE}.")
    String name;

    @Option(names = "--certificates", paramLabel = "DIR", description = "Over TLS: what lab certificates wrote; the agent takes its own name's.")
    Path certificates;

    @Option(names = "--most", paramLabel = "N", defaultValue = "20000", description = "Calls at once; default: ${DEFAULT-VALUE}.")
    int mostCalls;

    /** @throws ParameterException for an option that cannot be */
    AgentSettings settings(String agent, Answering answering, CommandSpec spec) throws IOException {
        InetSocketAddress sip = address("--listen", listen, spec);
        AgentSettings silent = new AgentSettings(agent, sip, sip.getAddress(), MEDIA_PORT, MEDIA_PORT + 1, List.of(
                Codec.PCMA, Codec.PCMU), answering, mostCalls).silent();
        return silent.over(signalling(spec));
    }

    InetSocketAddress gateway(CommandSpec spec) {
        return address("--gateway", gateway, spec);
    }

    private Signalling signalling(CommandSpec spec) throws IOException {
        return switch (transport(spec)) {
            case UDP -> Signalling.UDP;
            case TCP -> Signalling.TCP;
            case TLS -> {
                if (certificates == null) {
                    throw new ParameterException(spec.commandLine(),
                            "--transport tls needs --certificates DIR; tandem lab certificates writes them");
                }
                TlsPeer peer = TlsPeer.ofFiles(certificates.resolve(name + ".pem"), certificates.resolve(name + ".key"),
                        certificates.resolve("roots.pem"), gatewayName);
                yield Signalling.tls(peer, name, new Signalling.Gateway(gatewayName, gateway(spec)));
            }
        };
    }

    private Transport transport(CommandSpec spec) {
        try {
            return Transport.valueOf(transport.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), "--transport: found %s; right would be udp, tcp or tls"
                    .formatted(transport));
        }
    }

    private static InetSocketAddress address(String option, String text, CommandSpec spec) {
        int colon = text.lastIndexOf(':');
        return Optional.of(colon)
                .filter(at -> at > 0)
                .flatMap(at -> parsed(text.substring(0, at), text.substring(at + 1)))
                .orElseThrow(() -> new ParameterException(spec.commandLine(),
                        "%s: found %s; right would be an address and a port, such as 127.0.0.1:5060".formatted(option,
                                text)));
    }

    private static Optional<InetSocketAddress> parsed(String host, String port) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(port)));
        } catch (IllegalArgumentException wrong) { // NumberFormatException too
            return Optional.empty();
        }
    }
}

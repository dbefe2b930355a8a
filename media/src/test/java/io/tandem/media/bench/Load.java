package io.tandem.media.bench;

import io.tandem.media.bench.Gateway.Call;
import io.tandem.media.bench.Gateway.Opened;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.srtp.SrtpScratch;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls that speak: each side that speaks sends a packet every 20 ms, in one of {@value #SLOTS} slots of a quarter of a millisecond,
 * over which the calls are spread. What comes out at the other side is looked for once a millisecond; when it came the kernel says.
 */
final class Load {
    private static final int SLOTS = 80;
    private static final long SLOT_NANOS = 250_000;
    private static final int SLOTS_TO_A_LOOK = 4;
    /** How long the last packets are waited for. */
    private static final int SLOTS_AFTER = 1_200;
    private static final int MOST_PORTS = 65_536;

    /** Told when what is measured begins and when it ends, on the load's thread. */
    interface Window {
        void begins() throws IOException;

        void ends() throws IOException;
    }

    private final Libc libc;
    private final LoadSockets sockets;
    private final MediaCase kind;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final SpeechStream[] streams;
    /** By slot: the first of the packets that core and Microsoft's side send in it; those of one stand together. */
    private final int[] coreFrom = new int[SLOTS + 1];
    private final int[] mpsFrom = new int[SLOTS + 1];
    private final SpeechStream[] byPort = new SpeechStream[MOST_PORTS];
    private final LoadResult result = new LoadResult();
    private final Incoming.Arrivals arrivals = this::arrived;
    private final int gatewayHost;
    private int firstMeasured;
    private boolean learning = true;

    /** Opens the calls. */
    Load(Libc libc, LoadSockets sockets, MediaCase kind, Gateway gateway, int calls, String id) throws IOException {
        this.libc = libc;
        this.sockets = sockets;
        this.kind = kind;
        int core = kind.coreSpeaks() ? calls : 0;
        int mps = kind.mpsSpeaks() ? calls : 0;
        outgoing = new Outgoing(libc, core + mps);
        incoming = new Incoming(libc);
        streams = new SpeechStream[core + mps];
        Arrays.setAll(coreFrom, slot -> (int) Math.min(core, firstOf(slot, calls)));
        Arrays.setAll(mpsFrom, slot -> core + (int) Math.min(mps, firstOf(slot, calls)));
        InetAddress host = InetAddress.ofLiteral(gateway.address());
        gatewayHost = Incoming.host(host);
        open(gateway, host, calls, id);
    }

    /** Calls are numbered as their slots follow each other. */
    private static long firstOf(int slot, int calls) {
        return ((long) slot * calls + SLOTS - 1) / SLOTS;
    }

    private void open(Gateway gateway, InetAddress host, int calls, String id) throws IOException {
        SrtpScratch scratch = new SrtpScratch();
        byte[] coreSpeech = Speech.of(kind.core());
        byte[] mpsSpeech = Speech.of(kind.mps());
        for (int i = 0; i < calls; i++) {
            int socket = (int) ((long) i * SLOTS / calls) % LoadSockets.PER_SIDE;
            Optional<MasterKey> key = kind.secured() ? Optional.of(TandemRelay.randomKey()) : Optional.empty();
            Opened opened = gateway.open(new Call(id + "-" + i, kind, LoadSockets.corePort(socket),
                    LoadSockets.mpsPort(socket), key));
            if (kind.coreSpeaks()) {
                outgoing.target(i, host, opened.corePort());
                streams[i] = new SpeechStream(2 * i + 1, kind.core(), kind.mps(), coreSpeech, Optional.empty(),
                        opened.gatewayKey(), scratch);
                byPort[opened.mpsPort()] = streams[i];
            }
            if (kind.mpsSpeaks()) {
                int which = coreFrom[SLOTS] + i;
                outgoing.target(which, host, opened.mpsPort());
                streams[which] = new SpeechStream(2 * i + 2, kind.mps(), kind.core(), mpsSpeech, key, Optional.empty(),
                        scratch);
                byPort[opened.corePort()] = streams[which];
            }
        }
    }

    /**
     * Speaks for so many packets of each stream that do not count, and so many that do.
     *
     * @return what became of those that count
     */
    LoadResult run(int warmUpPackets, int measuredPackets, Window window) throws IOException {
        firstMeasured = warmUpPackets;
        receive((_, _, _, _) -> { // what was late for the load before this one
        });
        long slots = (long) (warmUpPackets + measuredPackets) * SLOTS;
        long began = System.nanoTime();
        for (long slot = 0; slot < slots + SLOTS_AFTER; slot++) {
            awaitSlot(began + slot * SLOT_NANOS, slot >= (long) warmUpPackets * SLOTS && slot < slots);
            if (slot == (long) warmUpPackets * SLOTS) {
                learning = false;
                window.begins();
            } else if (slot == slots) {
                window.ends();
            }
            if (slot < slots) {
                send((int) (slot % SLOTS));
            }
            if (slot % SLOTS_TO_A_LOOK == SLOTS_TO_A_LOOK - 1) {
                receive(arrivals);
            }
        }
        result.sent = (long) measuredPackets * streams.length;
        return result;
    }

    private void awaitSlot(long due, boolean counts) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        if (counts) {
            result.lateness.add(System.nanoTime() - due);
        }
    }

    private void send(int slot) throws IOException {
        int socket = slot % LoadSockets.PER_SIDE;
        send(sockets.core(socket), coreFrom[slot], coreFrom[slot + 1]);
        int other = (slot + SLOTS / 2) % SLOTS; // the sides of a call do not speak at the same moment
        send(sockets.mps(socket), mpsFrom[other], mpsFrom[other + 1]);
    }

    private void send(int socket, int from, int to) throws IOException {
        if (from == to) {
            return;
        }
        for (int i = from; i < to; i++) {
            streams[i].next(outgoing.packet(i));
        }
        long nanos = libc.nowNanos();
        for (int i = from; i < to; i++) {
            streams[i].leaves(nanos);
        }
        outgoing.send(socket, from, to - from);
    }

    private void receive(Incoming.Arrivals arrivals) throws IOException {
        for (int i = 0; i < LoadSockets.PER_SIDE; i++) {
            incoming.receive(sockets.core(i), arrivals);
            incoming.receive(sockets.mps(i), arrivals);
        }
    }

    private void arrived(ByteBuffer packet, int host, int port, long nanos) {
        SpeechStream stream = host == gatewayHost ? byPort[port] : null;
        int which = stream == null ? SpeechStream.STRANGE : stream.arrived(packet, nanos, learning);
        if (which >= firstMeasured) {
            result.delays.add(stream.tookNanos());
        } else if (which == SpeechStream.STRANGE) {
            result.strange++;
        } else if (which == SpeechStream.WRONG) {
            result.wrong++;
        }
    }
}

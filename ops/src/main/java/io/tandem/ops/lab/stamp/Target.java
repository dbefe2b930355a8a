package io.tandem.ops.lab.stamp;

import java.lang.foreign.MemorySegment;

/** Where datagrams go: made once by {@link Batch#target}, for it is made of memory that the kernel reads. */
public final class Target {
    private final MemorySegment address;

    Target(MemorySegment address) {
        this.address = address;
    }

    MemorySegment address() {
        return address;
    }
}

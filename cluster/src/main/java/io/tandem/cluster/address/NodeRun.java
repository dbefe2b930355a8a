package io.tandem.cluster.address;

/**
 * One life of a node: started again it is another one.
 *
 * @param at where the cluster finds it, {@code host:port}
 * @param run tells its lives apart
 */
public record NodeRun(String at, long run) {

    @Override
    public String toString() {
        return at;
    }
}

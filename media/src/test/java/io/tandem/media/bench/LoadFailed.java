package io.tandem.media.bench;

/** There are no figures, for they would be of something else than what is measured; the message says of what. */
final class LoadFailed extends Exception {
    private static final long serialVersionUID = 1;

    LoadFailed(String message) {
        super(message);
    }
}

package io.tandem.cluster.address.actor;

/** A service address could not be taken up; the message says why, for an operator. */
public final class AddressFailure extends Exception {
    private static final long serialVersionUID = 1;

    public AddressFailure(String message) {
        super(message);
    }

    public AddressFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

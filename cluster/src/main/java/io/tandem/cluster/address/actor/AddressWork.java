package io.tandem.cluster.address.actor;

/** Puts service addresses to work on this node and ends that. Waits; one thing at a time for each address. */
public interface AddressWork {

    /**
     * Takes a service address up, with the calls that are on it; when it returns, the address serves.
     *
     * @throws AddressFailure when it cannot be had; then nothing of it is left here
     */
    void takeUp(char address) throws AddressFailure;

    /** Gives a service address up: when it returns, nothing of it is left here. @param orderly whether goodbyes are said */
    void giveUp(char address, boolean orderly);

    /** Calls that are on it here. Any thread; waits for nothing. */
    int calls(char address);
}

package io.tandem.cluster.boot;

/** What this build calls itself, in User-Agent and Server and on the command line. */
public final class Product {
    public static final String VENDOR = "Tandem";
    public static final String VERSION = version();
    /** {@code product/version}, as RFC 3261 §20.41 has it. */
    public static final String NAME = "Tandem/" + VERSION;

    private Product() {}

    private static String version() {
        String packaged = Product.class.getPackage().getImplementationVersion();
        return packaged == null ? "dev" : packaged;
    }
}

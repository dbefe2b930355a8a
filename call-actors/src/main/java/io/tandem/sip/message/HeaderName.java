package io.tandem.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A header's name. The known ones are constants and stand once each; names compare without case (RFC 3261 §7.3.1).
 */
public final class HeaderName {
    /** Open addressing, a quarter full at most: a known name is found from its bytes without a string. */
    private static final HeaderName[] TABLE = new HeaderName[512];
    private static final HeaderName[] BY_ID = new HeaderName[160];
    private static int known;

    // The first seven are those the parser itself reads; their ids are the constants below.
    public static final HeaderName VIA = known("Via", 'v');
    public static final HeaderName FROM = known("From", 'f');
    public static final HeaderName TO = known("To", 't');
    public static final HeaderName CALL_ID = known("Call-ID", 'i');
    public static final HeaderName CSEQ = known("CSeq");
    public static final HeaderName MAX_FORWARDS = known("Max-Forwards");
    public static final HeaderName CONTENT_LENGTH = known("Content-Length", 'l');

    public static final HeaderName CONTACT = known("Contact", 'm');
    public static final HeaderName ROUTE = known("Route");
    public static final HeaderName RECORD_ROUTE = known("Record-Route");
    public static final HeaderName CONTENT_TYPE = known("Content-Type", 'c');
    public static final HeaderName ALLOW = known("Allow");
    public static final HeaderName SUPPORTED = known("Supported", 'k');
    public static final HeaderName REQUIRE = known("Require");
    public static final HeaderName PROXY_REQUIRE = known("Proxy-Require");
    public static final HeaderName UNSUPPORTED = known("Unsupported");
    public static final HeaderName ACCEPT = known("Accept");
    public static final HeaderName USER_AGENT = known("User-Agent");
    public static final HeaderName SERVER = known("Server");
    public static final HeaderName REASON = known("Reason");
    public static final HeaderName RETRY_AFTER = known("Retry-After");
    public static final HeaderName WARNING = known("Warning");
    public static final HeaderName EXPIRES = known("Expires");
    public static final HeaderName SESSION_EXPIRES = known("Session-Expires", 'x');
    public static final HeaderName MIN_SE = known("Min-SE");
    public static final HeaderName RSEQ = known("RSeq");
    public static final HeaderName RACK = known("RAck");
    public static final HeaderName P_ASSERTED_IDENTITY = known("P-Asserted-Identity");
    public static final HeaderName P_PREFERRED_IDENTITY = known("P-Preferred-Identity");
    public static final HeaderName P_EARLY_MEDIA = known("P-Early-Media");
    public static final HeaderName P_CHARGING_VECTOR = known("P-Charging-Vector");
    public static final HeaderName P_ACCESS_NETWORK_INFO = known("P-Access-Network-Info");
    public static final HeaderName P_CALLED_PARTY_ID = known("P-Called-Party-ID");
    public static final HeaderName P_SERVED_USER = known("P-Served-User");
    public static final HeaderName P_VISITED_NETWORK_ID = known("P-Visited-Network-ID");
    public static final HeaderName P_CHARGING_FUNCTION_ADDRESSES = known("P-Charging-Function-Addresses");
    public static final HeaderName PRIVACY = known("Privacy");
    public static final HeaderName DIVERSION = known("Diversion");
    public static final HeaderName HISTORY_INFO = known("History-Info");
    public static final HeaderName REFER_TO = known("Refer-To", 'r');
    public static final HeaderName REFERRED_BY = known("Referred-By", 'b');
    public static final HeaderName REFER_SUB = known("Refer-Sub");
    public static final HeaderName TARGET_DIALOG = known("Target-Dialog");
    public static final HeaderName REPLACES = known("Replaces");
    public static final HeaderName JOIN = known("Join");
    public static final HeaderName SUBJECT = known("Subject", 's');
    public static final HeaderName DATE = known("Date");
    public static final HeaderName TIMESTAMP = known("Timestamp");
    public static final HeaderName EVENT = known("Event", 'o');
    public static final HeaderName SUBSCRIPTION_STATE = known("Subscription-State");
    public static final HeaderName ALLOW_EVENTS = known("Allow-Events", 'u');
    public static final HeaderName ALERT_INFO = known("Alert-Info");
    public static final HeaderName CALL_INFO = known("Call-Info");
    public static final HeaderName ORGANIZATION = known("Organization");
    public static final HeaderName CONTENT_DISPOSITION = known("Content-Disposition");
    public static final HeaderName CONTENT_ENCODING = known("Content-Encoding", 'e');
    public static final HeaderName CONTENT_ID = known("Content-ID");
    public static final HeaderName ACCEPT_ENCODING = known("Accept-Encoding");
    public static final HeaderName ACCEPT_LANGUAGE = known("Accept-Language");
    public static final HeaderName CONTENT_LANGUAGE = known("Content-Language");
    public static final HeaderName AUTHORIZATION = known("Authorization");
    public static final HeaderName WWW_AUTHENTICATE = known("WWW-Authenticate");
    public static final HeaderName PROXY_AUTHORIZATION = known("Proxy-Authorization");
    public static final HeaderName PROXY_AUTHENTICATE = known("Proxy-Authenticate");
    public static final HeaderName AUTHENTICATION_INFO = known("Authentication-Info");
    public static final HeaderName MIME_VERSION = known("MIME-Version");
    public static final HeaderName IN_REPLY_TO = known("In-Reply-To");
    public static final HeaderName PRIORITY = known("Priority");
    public static final HeaderName REPLY_TO = known("Reply-To");
    public static final HeaderName ERROR_INFO = known("Error-Info");
    public static final HeaderName MIN_EXPIRES = known("Min-Expires");
    public static final HeaderName ACCEPT_CONTACT = known("Accept-Contact", 'a');
    public static final HeaderName REJECT_CONTACT = known("Reject-Contact", 'j');
    public static final HeaderName REQUEST_DISPOSITION = known("Request-Disposition", 'd');
    public static final HeaderName IDENTITY = known("Identity", 'y');
    public static final HeaderName PATH = known("Path");
    public static final HeaderName SERVICE_ROUTE = known("Service-Route");
    public static final HeaderName GEOLOCATION = known("Geolocation");
    public static final HeaderName RESOURCE_PRIORITY = known("Resource-Priority");
    public static final HeaderName ACCEPT_RESOURCE_PRIORITY = known("Accept-Resource-Priority");
    public static final HeaderName USER_TO_USER = known("User-to-User");
    public static final HeaderName SIP_ETAG = known("SIP-ETag");
    public static final HeaderName SIP_IF_MATCH = known("SIP-If-Match");
    public static final HeaderName SESSION_ID = known("Session-ID");
    public static final HeaderName RECV_INFO = known("Recv-Info");
    public static final HeaderName INFO_PACKAGE = known("Info-Package");
    public static final HeaderName ANSWER_MODE = known("Answer-Mode");
    public static final HeaderName FEATURE_CAPS = known("Feature-Caps");
    public static final HeaderName FLOW_TIMER = known("Flow-Timer");
    public static final HeaderName MAX_BREADTH = known("Max-Breadth");
    public static final HeaderName SECURITY_CLIENT = known("Security-Client");
    public static final HeaderName SECURITY_SERVER = known("Security-Server");
    public static final HeaderName SECURITY_VERIFY = known("Security-Verify");
    public static final HeaderName SUPPRESS_IF_MATCH = known("Suppress-If-Match");
    public static final HeaderName REMOTE_PARTY_ID = known("Remote-Party-ID");
    public static final HeaderName X_MS_SBC = known("X-MS-SBC");
    public static final HeaderName X_MS_TENANT_ID = known("X-MS-TenantID");
    public static final HeaderName X_MS_FMC = known("X-MS-FMC");
    public static final HeaderName X_MS_USER_LOCATION = known("X-MS-UserLocation");
    public static final HeaderName X_MS_MEDIA_PATH = known("X-MS-MediaPath");
    public static final HeaderName X_MS_USER_SITE = known("X-MS-UserSite");

    static final int VIA_ID = 1;
    static final int FROM_ID = 2;
    static final int TO_ID = 3;
    static final int CALL_ID_ID = 4;
    static final int CSEQ_ID = 5;
    static final int MAX_FORWARDS_ID = 6;
    static final int CONTENT_LENGTH_ID = 7;

    private final int id;
    private final String canonical;
    private final byte[] bytes;
    private final int hash;
    private final char compact;

    private HeaderName(int id, String canonical, char compact) {
        this.id = id;
        this.canonical = canonical;
        this.compact = compact;
        this.bytes = canonical.getBytes(StandardCharsets.UTF_8);
        this.hash = hash(bytes, 0, bytes.length);
    }

    private static HeaderName known(String canonical) {
        return known(canonical, '\0');
    }

    private static HeaderName known(String canonical, char compact) {
        HeaderName name = new HeaderName(++known, canonical, compact);
        BY_ID[name.id] = name;
        enter(name, name.hash);
        if (compact != 0) {
            enter(name, step(0, (byte) compact));
        }
        return name;
    }

    private static void enter(HeaderName name, int hash) {
        int slot = slot(hash);
        while (TABLE[slot] != null) {
            slot = slot + 1 & TABLE.length - 1;
        }
        TABLE[slot] = name;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 9 ^ hash >>> 18) & TABLE.length - 1;
    }

    /** The hash that {@link #find} wants, one byte at a time; letters of either case hash alike. */
    static int step(int hash, byte b) {
        return hash * 31 + (b | 0x20);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = step(hash, bytes[i]);
        }
        return hash;
    }

    /** The id of a known name in long or compact form, 0 for any other. */
    static int find(byte[] bytes, int from, int to, int hash) {
        for (int slot = slot(hash); TABLE[slot] != null; slot = slot + 1 & TABLE.length - 1) {
            HeaderName name = TABLE[slot];
            if (to - from == 1 ? name.compact == (char) Grammar.lower(bytes[from]) : name.matches(bytes, from, to)) {
                return name.id;
            }
        }
        return 0;
    }

    static HeaderName byId(int id) {
        return BY_ID[id];
    }

    /** By its long or compact form: "v" and "via" are VIA. */
    public static HeaderName of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int id = find(bytes, 0, bytes.length, hash(bytes, 0, bytes.length));
        return id != 0 ? BY_ID[id] : new HeaderName(0, name, '\0');
    }

    /** 0 when unknown. */
    int id() {
        return id;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether it begins so, of whatever case. @param prefix in lower case */
    public boolean startsWith(String prefix) {
        return canonical.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** Whether those bytes are this name in its long form. */
    boolean matches(byte[] other, int from, int to) {
        if (to - from != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != other[from + i] && Grammar.lower(bytes[i]) != Grammar.lower(other[from + i])) {
                return false;
            }
        }
        return true;
    }

    /** "Via"; of an unknown header the name as first seen. */
    public String canonical() {
        return canonical;
    }

    /** Whether it is one of the constants here. */
    public boolean isKnown() {
        return id != 0;
    }

    /** 'v' for Via (RFC 3261 §7.3.3 and the IANA registry). */
    public Optional<Character> compactForm() {
        return compact == 0 ? Optional.empty() : Optional.of(compact);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || id == 0 && other instanceof HeaderName name && name.id == 0 && hash == name.hash
                && matches(name.bytes, 0, name.bytes.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return canonical;
    }
}

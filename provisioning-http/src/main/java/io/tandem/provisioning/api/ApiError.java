package io.tandem.provisioning.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.tenant.Mistake;
import io.tandem.tenant.TenantReply.Refusal;
import io.tandem.tenant.TenantReply.Refused;
import java.util.List;

/**
 * An error of the API (PRV-41, PRV-49a).
 *
 * @param code also sent as {@code x-ms-error-code}
 * @param target what the error is about: a field, a parameter, or "" for the request itself
 */
record ApiError(int status, String code, String message, String target, List<Mistake> details) {

    private static ApiError of(int status, String code, String message) {
        return new ApiError(status, code, message, "", List.of());
    }

    static ApiError notFound() {
        return of(404, "NotFound", "There is nothing at this path.");
    }

    static ApiError methodNotAllowed() {
        return of(405, "MethodNotAllowed", "This method does not exist here; see the Allow header.");
    }

    static ApiError tooLarge(int limitBytes) {
        return of(413, "RequestTooLarge", "The body is larger than " + limitBytes + " bytes.");
    }

    static ApiError tooSlow() {
        return of(408, "RequestTimeout", "The body did not arrive in time.");
    }

    static ApiError unsupportedMediaType() {
        return of(415, "UnsupportedMediaType", "The body has to be application/json.");
    }

    static ApiError notJson(String where) {
        return of(400, "InvalidJson", "The body is not JSON" + where + ".");
    }

    static ApiError internal() {
        return of(500, "InternalError", "The request failed; the log of the node says why.");
    }

    static ApiError invalid(List<Mistake> mistakes) {
        return listing(400, "InvalidRequest", mistakes);
    }

    private static ApiError listing(int status, String code, List<Mistake> mistakes) {
        Mistake first = mistakes.getFirst();
        String more = mistakes.size() == 1 ? "" : " (and " + (mistakes.size() - 1) + " more, see details)";
        return new ApiError(status, code, text(first) + more, first.path(), mistakes);
    }

    private static String text(Mistake mistake) {
        String subject = mistake.path().isEmpty() ? "The body" : mistake.path();
        return subject + ": " + mistake.wrong() + "; wanted: " + mistake.right();
    }

    static ApiError of(Refused refused) {
        return switch (refused.reason()) {
            case MALFORMED -> invalid(refused.mistakes());
            case RULE_BROKEN -> listing(422, "RuleBroken", refused.mistakes());
            case Refusal reason -> withoutFields(reason);
        };
    }

    private static ApiError withoutFields(Refusal reason) {
        return switch (reason) {
            case NO_SUCH_ACCOUNT -> of(404, "AccountNotFound", "There is no such account.");
            case NO_SUCH_NUMBER -> of(404, "NumberNotFound", "The account has no such number.");
            case NUMBER_HELD_ELSEWHERE ->
                    of(409, "NumberHeldByAnotherAccount",
                            "Another account holds the number; it has to release it first.");
            case ACCOUNT_NOT_EMPTY -> of(409, "AccountNotEmpty",
                    "The account has numbers: delete them first, or use deleteNumbers=true.");
            case ACCOUNT_CLOSING -> of(409, "AccountBeingDeleted", "The account is being deleted.");
            case SUBDOMAIN_TAKEN -> of(409, "SubdomainTaken", "Another account has this sub-domain.");
            case TENANT_ID_TAKEN -> of(409, "TenantIdTaken", "Another account has this Teams tenant id.");
            case TENANT_ID_LOCKED -> of(409, "TenantIdLocked",
                    "The Teams tenant id can change only while the account has no Operator Connect or Teams Phone "
                            + "Mobile numbers.");
            case TOO_MANY_ACCOUNTS -> of(422, "TooManyAccounts", "This deployment can hold no more accounts.");
            case TOO_MANY_NUMBERS -> of(422, "TooManyNumbers", "The account can hold no more numbers.");
            case BUSY -> of(503, "Busy", "Too much is under way; nothing was changed. Try again.");
            case UNAVAILABLE -> of(503, "Unavailable",
                    "The account did not answer in time; the change may still happen. Read it, or try again.");
            case MALFORMED, RULE_BROKEN -> throw new IllegalArgumentException("told with its fields: " + reason);
        };
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode error = json.putObject("error");
        error.put("code", code);
        error.put("message", message);
        error.put("target", target);
        ArrayNode list = error.putArray("details");
        for (Mistake mistake : details) {
            list.addObject().put("code", code).put("message", text(mistake)).put("target", mistake.path());
        }
        return json;
    }
}

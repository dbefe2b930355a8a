package io.tandem.provisioning.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.provisioning.api.Resource.Accounts;
import io.tandem.provisioning.api.Resource.NotANumber;
import io.tandem.provisioning.api.Resource.Nothing;
import io.tandem.provisioning.api.Resource.Numbers;
import io.tandem.provisioning.api.Resource.OneAccount;
import io.tandem.provisioning.api.Resource.OneNumber;
import io.tandem.tenant.Mistake;
import io.tandem.tenant.TenantReply;
import io.tandem.tenant.TenantReply.AccountFound;
import io.tandem.tenant.TenantReply.AccountGone;
import io.tandem.tenant.TenantReply.AccountPage;
import io.tandem.tenant.TenantReply.AccountStored;
import io.tandem.tenant.TenantReply.NumberFound;
import io.tandem.tenant.TenantReply.NumberGone;
import io.tandem.tenant.TenantReply.NumberPage;
import io.tandem.tenant.TenantReply.NumberStored;
import io.tandem.tenant.TenantReply.Refused;
import io.tandem.tenant.actor.Tenants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Which request asks the tenants for what, and how their reply is shown. */
final class ProvisioningRoutes {
    private static final String CLIENT_REQUEST_ID = "x-ms-client-request-id";
    private static final int CLIENT_REQUEST_ID_MAX_LENGTH = 128;

    private final ActorSystem<?> system;
    private final Tenants tenants;

    ProvisioningRoutes(ActorSystem<?> system, Tenants tenants) {
        this.system = system;
        this.tenants = tenants;
    }

    /** The response to a request; the stage never fails. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        Optional<String> id = request.getHeader(CLIENT_REQUEST_ID)
                .map(header -> header.value())
                .filter(
                        value -> value.length() <= CLIENT_REQUEST_ID_MAX_LENGTH);
        return answer(request).exceptionally(failure -> {
            system.log().error("a provisioning request failed", failure);
            return Responses.error(ApiError.internal());
        })
                .thenApply(response -> id.isEmpty()
                        ? response
                        : response.addHeader(RawHeader.create(CLIENT_REQUEST_ID, id.get())));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        try {
            Resource resource = Resource.of(request.getUri());
            return switch (request.method().name()) {
                case "GET" -> withoutBody(request, get(request.getUri(), resource));
                case "DELETE" -> withoutBody(request, delete(request.getUri(), resource));
                case "PUT" -> put(request, resource);
                default -> withoutBody(request, notAllowed(resource));
            };
        } catch (RuntimeException e) { // a path or query that pekko-http parses lazily and finds malformed
            return withoutBody(request, error(ApiError.invalid(
                    List.of(new Mistake("", "a path or query that cannot be read", "a well-formed URI")))));
        }
    }

    private CompletionStage<HttpResponse> withoutBody(HttpRequest request, CompletionStage<HttpResponse> response) {
        request.discardEntityBytes(system);
        return response;
    }

    private CompletionStage<HttpResponse> get(Uri uri, Resource resource) {
        return switch (resource) {
            case Accounts _ ->
                    list(uri, Tenants.ACCOUNTS_PER_PAGE, page -> tenants.listAccounts(page.skip(), page.top()));
            case Numbers(var account) -> list(uri, Tenants.NUMBERS_PER_PAGE,
                    page -> tenants.listNumbers(account, page.skip(), page.top()));
            case OneAccount(var name) -> show(tenants.getAccount(name));
            case OneNumber(var account, var number) -> show(tenants.getNumber(account, number));
            case NotANumber _ -> error(malformedNumber());
            case Nothing _ -> error(ApiError.notFound());
        };
    }

    private CompletionStage<HttpResponse> delete(Uri uri, Resource resource) {
        return switch (resource) {
            case OneAccount(var name) -> switch (uri.query().get("deleteNumbers").orElse("false")) {
                case "true" -> show(tenants.deleteAccount(name, true));
                case "false" -> show(tenants.deleteAccount(name, false));
                default -> error(ApiError.invalid(
                        List.of(new Mistake("deleteNumbers", "neither true nor false", "true or false"))));
            };
            case OneNumber(var account, var number) -> show(tenants.deleteNumber(account, number));
            case NotANumber _ -> error(malformedNumber());
            case Accounts _,
                    Numbers _,
                    Nothing _ -> notAllowed(resource);
        };
    }

    private CompletionStage<HttpResponse> put(HttpRequest request, Resource resource) {
        return switch (resource) {
            case OneAccount(var name) -> withBody(request, (body, mistakes) -> {
                var settings = AccountJson.read(name, body, mistakes);
                return () -> tenants.putAccount(settings);
            });
            case OneNumber(var account, var number) -> withBody(request, (body, mistakes) -> {
                var settings = NumberJson.read(account, number, body, mistakes);
                return () -> tenants.putNumber(account, settings);
            });
            case NotANumber _ -> withoutBody(request, error(malformedNumber()));
            case Accounts _,
                    Numbers _,
                    Nothing _ -> withoutBody(request, notAllowed(resource));
        };
    }

    /** What a sound body orders. */
    private interface Order {
        CompletionStage<TenantReply> send();
    }

    /** Reads a body and notes its mistakes; the order is sent only when there are none. */
    private interface BodyReader {
        Order read(JsonNode body, List<Mistake> mistakes);
    }

    private CompletionStage<HttpResponse> withBody(HttpRequest request, BodyReader reader) {
        return RequestBody.read(request, system).thenCompose(body -> switch (body) {
            case RequestBody.Unreadable(var error) -> error(error);
            case RequestBody.Json(var document) -> {
                List<Mistake> mistakes = new ArrayList<>();
                Order order = reader.read(document, mistakes);
                yield mistakes.isEmpty() ? show(order.send()) : error(ApiError.invalid(mistakes));
            }
        });
    }

    private CompletionStage<HttpResponse> list(Uri uri, int most, Function<Page, CompletionStage<TenantReply>> ask) {
        List<Mistake> mistakes = new ArrayList<>();
        Page page = Page.of(uri.query(), most, mistakes);
        return mistakes.isEmpty()
                ? ask.apply(page).thenApply(reply -> response(reply, link(uri, page.next())))
                : error(ApiError.invalid(mistakes));
    }

    private static String link(Uri uri, Page page) {
        Map<String, String> query = new HashMap<>(uri.query().toMap());
        query.remove("maxpagesize");
        query.put("skip", Integer.toString(page.skip()));
        query.put("top", Integer.toString(page.top()));
        return uri.query(Query.create(query)).toString();
    }

    private static CompletionStage<HttpResponse> show(CompletionStage<TenantReply> reply) {
        return reply.thenApply(value -> response(value, ""));
    }

    /** @param nextLink where the rest of a list is, if there is one */
    private static HttpResponse response(TenantReply reply, String nextLink) {
        return switch (reply) {
            case AccountStored(var account, var created) ->
                    Responses.json(created ? 201 : 200, AccountJson.write(account));
            case AccountFound(var account) -> Responses.json(200, AccountJson.write(account));
            case NumberStored(var number, var created) -> Responses.json(created ? 201 : 200, NumberJson.write(number));
            case NumberFound(var number) -> Responses.json(200, NumberJson.write(number));
            case AccountGone _,
                    NumberGone _ -> Responses.noContent();
            case AccountPage(var accounts, var more) ->
                    Responses.json(200, page(accounts, AccountJson::write, more, nextLink));
            case NumberPage(var numbers, var more) ->
                    Responses.json(200, page(numbers, NumberJson::write, more, nextLink));
            case Refused refused -> Responses.error(ApiError.of(refused));
        };
    }

    private static <T> ObjectNode page(List<T> values, Function<T, ObjectNode> writer, boolean more, String nextLink) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("value");
        values.forEach(value -> list.add(writer.apply(value)));
        if (more) {
            json.put("nextLink", nextLink);
        }
        return json;
    }

    private static CompletionStage<HttpResponse> notAllowed(Resource resource) {
        return resource instanceof Nothing
                ? error(ApiError.notFound())
                : CompletableFuture.completedStage(Responses.error(ApiError.methodNotAllowed())
                        .addHeader(
                                RawHeader.create("Allow", resource.allowed())));
    }

    private static ApiError malformedNumber() {
        return ApiError.invalid(List.of(new Mistake("telephoneNumber", "not a canonical number",
                "+ and 2 to 15 digits, the first not 0 (E.164)")));
    }

    private static CompletionStage<HttpResponse> error(ApiError error) {
        return CompletableFuture.completedStage(Responses.error(error));
    }
}

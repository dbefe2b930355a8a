package io.tandem.call;

import io.tandem.interworking.CustomerNames.Asked;
import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses the trunk of a call: by the called number's account and service towards Microsoft (F-31, PRV-60), to the
 * operator's core otherwise.
 */
public final class Router {
    private final Map<String, PeerGroup> byName;
    private final List<PeerGroup> groups;
    private final boolean referring;
    private final boolean rewriting;
    private final boolean showingPlaces;

    public Router(List<PeerGroup> groups) {
        this.groups = List.copyOf(groups);
        this.byName = groups.stream().collect(Collectors.toUnmodifiableMap(PeerGroup::name, Function.identity()));
        this.referring = groups.stream().allMatch(group -> group.setUp().transfers());
        this.rewriting = groups.stream().anyMatch(group -> !group.rules().isEmpty());
        this.showingPlaces = groups.stream().anyMatch(group -> group.profile().elin());
    }

    /** Whether calls for help show any trunk the number of their place (F-146), which may then be called back. */
    public boolean showsPlaces() {
        return showingPlaces;
    }

    /** Whether any trunk has rules on its messages (F-22). */
    boolean rewrites() {
        return rewriting;
    }

    /** Whether every trunk may hand calls on (TSP-110). */
    boolean refersEverywhere() {
        return referring;
    }

    public Optional<PeerGroup> group(String name) {
        PeerGroup group = byName.get(name);
        return group == null ? BetweenCalls.trunk(name) : Optional.of(group);
    }

    List<PeerGroup> groups() {
        return groups;
    }

    /**
     * Where a call goes.
     *
     * @param origin the trunk that it came in on
     * @param asked the customer's sub-domain that it came by
     * @param found who holds the deciding number: the called one from the core, the calling one from Microsoft
     */
    Route choose(PeerGroup origin, Asked asked, CallInput.NumberFound found) {
        return switch (origin.side()) {
            case CORE -> fromCore(origin, found);
            case MPS -> switch (asked) {
                case Asked.Ordinary _ -> toCore(origin, found.lookup());
                case Asked.Nobody _ -> new Route.Refused(403,
                        "Direct Routing: the call came by no customer's sub-domain (TSP-67)");
                case Asked.OfCustomer of -> screened(origin, of.label(), found);
            };
        };
    }

    /** NUM §9, PRV-62: a caller is a number of the account whose sub-domain the call came by, or that does not screen. */
    private Route screened(PeerGroup origin, String label, CallInput.NumberFound found) {
        if (found.lookup() instanceof Lookup.Unavailable unavailable) {
            return unavailable(unavailable);
        }
        if (found.customer().isEmpty()) {
            return new Route.Refused(403, "Direct Routing: no account has the sub-domain " + label);
        }
        Customer customer = found.customer().get();
        boolean own = found.lookup() instanceof Lookup.Held held && held.account().equals(customer.account())
                && held.service() == Service.DIRECT_ROUTING;
        if (!own && customer.screened()) {
            return new Route.Refused(403, "Direct Routing: the caller is no number of account " + customer.account());
        }
        Optional<String> name = Optional.of(customer.label()); // should the call come to be transferred to Microsoft
        Provisioned number = own
                ? Provisioned.of(found.lookup(), name)
                : new Provisioned(Optional.empty(), name);
        Route route = coreTrunk(origin, Optional.of(customer.account()), Optional.of(Service.DIRECT_ROUTING),
                own ? "" : "caller not screened, ");
        return route instanceof Route.Chosen chosen ? chosen.of(number) : route;
    }

    /**
     * Where an emergency call goes: to the emergency routing service where there is a trunk to one (F-36, F-143), else to
     * the core, which has brought none to us (F-145).
     *
     * @param test whether it only tries what an emergency call would do (NUM-43)
     */
    public Route help(PeerGroup origin, boolean test) {
        String what = test ? "emergency test call" : "emergency call";
        return switch (origin.side()) {
            case CORE -> new Route.Refused(403, "an emergency number: the core handles these calls itself (F-145)");
            case MPS -> groups.stream()
                    .filter(group -> group.profile().emergency())
                    .findFirst()
                    .map(group -> chosenCore(group, Optional.empty(), origin.services().stream().findFirst(),
                            what + ", screening=skipped, to the emergency routing service"))
                    .orElseGet(() -> helpByCore(origin, what));
        };
    }

    private Route helpByCore(PeerGroup origin, String what) {
        return coreTrunk(origin, Optional.empty(), origin.services().stream().findFirst(),
                what + ", screening=skipped, ");
    }

    /** Where a call for help goes that the emergency routing service does not take: to the core; empty if it was there. */
    Optional<Route.Chosen> helpAfter(PeerGroup tried, PeerGroup origin) {
        return tried.profile().emergency()
                && helpByCore(origin, "emergency call, not taken by trunk " + tried.name()) instanceof Route.Chosen core
                        ? Optional.of(core)
                        : Optional.empty();
    }

    /**
     * Where a call for help goes that is handed on. Its REFER does not say where the one in need is, and the location of
     * who hands it on would send help to the wrong place: so to the core, which asks for it (F-149), and to a service that
     * routes by it only where there is no other way.
     */
    Route helpOfUnknownPlace(PeerGroup origin) {
        Route core = origin.side() == Side.MPS
                ? helpByCore(origin, "emergency call, without a location")
                : help(origin, false);
        return core instanceof Route.Refused(int status, _) && status == 503 ? help(origin, false) : core;
    }

    private Route fromCore(PeerGroup origin, CallInput.NumberFound found) {
        return switch (found.lookup()) {
            case Lookup.Held held -> held(held, found.customer());
            case Lookup.Unprovisioned _ -> byDefault(origin);
            case Lookup.Unavailable unavailable -> unavailable(unavailable);
        };
    }

    /** PRV-61: towards Direct Routing a call goes by the sub-domain of the account that holds the called number. */
    private Route held(Lookup.Held held, Optional<Customer> customer) {
        Route route = toService(held.service(), Optional.of(held.account()),
                "number of account " + held.account() + ", service " + held.service().configName());
        if (!(route instanceof Route.Chosen chosen)) {
            return route;
        }
        boolean named = held.service() == Service.DIRECT_ROUTING && chosen.group().profile().customers().isPresent();
        if (named && customer.isEmpty()) {
            return new Route.Refused(503,
                    "account " + held.account() + " has no sub-domain, which Direct Routing needs");
        }
        return chosen.of(Provisioned.of(held, named ? customer.map(Customer::label) : Optional.empty()));
    }

    private static Route unavailable(Lookup.Unavailable unavailable) {
        return new Route.Refused(503, "number directory unavailable: " + unavailable.reason());
    }

    private Route byDefault(PeerGroup origin) {
        if (origin.defaultService().isEmpty()) {
            return new Route.Refused(404, "number is not provisioned and trunk " + origin.name() + " has no default");
        }
        Service service = origin.defaultService().get();
        return switch (service) {
            case OPERATOR_CONNECT, TEAMS_PHONE_MOBILE -> toService(service, Optional.empty(),
                    "number is not provisioned, default service " + service.configName() + " of trunk "
                            + origin.name());
            // PRV-60: their numbers have to be provisioned.
            case DIRECT_ROUTING, ZOOM -> new Route.Refused(404,
                    "number is not provisioned, which " + service.configName() + " requires");
        };
    }

    private Route toService(Service service, Optional<String> account, String why) {
        for (PeerGroup group : groups) {
            if (group.side() == Side.MPS && group.services().contains(service)) {
                return new Route.Chosen(group, account, Optional.of(service), why);
            }
        }
        return new Route.Refused(503, "no trunk offers service " + service.configName());
    }

    /** A call from Microsoft is never refused for its calling number here: screening is a rule of Direct Routing. */
    private Route toCore(PeerGroup origin, Lookup lookup) {
        Optional<String> account = lookup instanceof Lookup.Held held ? Optional.of(held.account()) : Optional.empty();
        Optional<Service> service = lookup instanceof Lookup.Held held
                ? Optional.of(held.service())
                : origin.services().stream().findFirst();
        Provisioned number = Provisioned.of(lookup, Optional.empty());
        Route route = coreTrunk(origin, account, service, "");
        return route instanceof Route.Chosen chosen ? chosen.of(number) : route;
    }

    private Route coreTrunk(PeerGroup origin, Optional<String> account, Optional<Service> service, String what) {
        for (PeerGroup group : groups) {
            if (isOrdinaryCore(group) && matches(group, origin)) {
                return chosenCore(group, account, service,
                        what + "from " + origin.name() + ", the core trunk of its service");
            }
        }
        for (PeerGroup group : groups) {
            if (isOrdinaryCore(group)) {
                return chosenCore(group, account, service, what + "from " + origin.name() + ", the first core trunk");
            }
        }
        return new Route.Refused(503, "no core trunk is configured");
    }

    private static boolean isOrdinaryCore(PeerGroup group) {
        return group.side() == Side.CORE && !group.profile().emergency();
    }

    private static boolean matches(PeerGroup core, PeerGroup origin) {
        return core.defaultService().filter(origin.services()::contains).isPresent();
    }

    private static Route chosenCore(PeerGroup group, Optional<String> account, Optional<Service> service, String why) {
        return new Route.Chosen(group, account, service, why);
    }
}

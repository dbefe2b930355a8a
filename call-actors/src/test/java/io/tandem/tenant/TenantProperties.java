package io.tandem.tenant;

import static io.tandem.tenant.Samples.number;
import static io.tandem.tenant.Samples.operatorConnectNumber;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The protocol between tenants, blocks and index under loss, repetition, reordering and crashes. */
class TenantProperties {
    private static final List<String> ACCOUNTS = List.of("a", "b", "c");

    @Property(tries = 400)
    void whateverIsLostOrRepeatedANumberHasOneHolderAndEveryWishEnds(@ForAll long seed) {
        TenantWorld world = new TenantWorld(seed);
        Random random = new Random(seed + 1);
        for (int i = 0; i < 150; i++) {
            String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            switch (random.nextInt(4)) {
                case 0 -> world.request(account, anyRequest(account, random));
                case 1, 2 -> world.step();
                default -> world.crash(account);
            }
        }
        world.settle();
        // What is left over from overtaken orders is found when somebody else wants it: let everybody want everything.
        world.doubtEverything();
        world.settle();

        world.assertNothingDangles();
    }

    private static TenantInput.Request anyRequest(String account, Random random) {
        String digits = "+4416329600" + random.nextInt(4);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new TenantInput.PutAccount(anyAccount(account, random));
            case 3 -> new TenantInput.DeleteAccount(random.nextBoolean());
            case 4, 5, 6 -> new TenantInput.DeleteNumber(number(digits));
            default -> new TenantInput.PutNumber(new NumberSettings(number(digits),
                    Optional.of("v" + random.nextInt(3)), operatorConnectNumber(digits).serviceDetails()));
        };
    }

    private static AccountSettings anyAccount(String name, Random random) {
        Optional<DirectRoutingService> routing = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new DirectRoutingService(true, false, true, Optional.of("sub" + random.nextInt(2)),
                        Optional.empty(), Optional.empty()));
        return new AccountSettings(name, Optional.empty(),
                new AccountServices(Optional.empty(), Optional.of(new SyncedService(true, false)), Optional.empty(),
                        Optional.empty(), routing, Optional.empty()));
    }
}

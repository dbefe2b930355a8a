package io.tandem.tenant;

import java.util.Optional;

/**
 * Direct Routing as an account has it (PRV-13).
 *
 * @param syncEnabled accepted and ignored: nothing is uploaded for Direct Routing (PRV-47)
 * @param callScreening whether a caller must be a number of this account (PRV-62)
 * @param subdomain the account's DNS label, unique over all accounts (PRV-19)
 * @param region1Token what the gateway's DNS is to publish for Microsoft's domain check, per region (PRV-18)
 */
public record DirectRoutingService(boolean enabled, boolean syncEnabled, boolean callScreening,
        Optional<String> subdomain, Optional<String> region1Token, Optional<String> region2Token) {}

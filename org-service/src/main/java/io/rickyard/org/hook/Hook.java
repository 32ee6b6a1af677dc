package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A door for another system's webhooks.
 *
 * @param id its id
 * @param organization whose it is
 * @param name its name, for people
 * @param provider who calls it
 * @param rule what its deliveries ask for
 * @param principal whose rights count, checked again for each delivery: who made the hook
 * @param createdAt when it was made
 * @param previousSecretUntil until when the secret before the last rotation is still taken
 * @param token what its rule is limited to below the principal's rights, where it names one
 */
public record Hook(
    HookId id,
    OrganizationId organization,
    DisplayName name,
    HookProvider provider,
    HookRule rule,
    UserId principal,
    Instant createdAt,
    @Nullable Instant previousSecretUntil,
    @Nullable HookToken token) {
  /** Checks that nothing required is missing. */
  public Hook {
    requireNonNull(id, "id");
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(provider, "provider");
    requireNonNull(rule, "rule");
    requireNonNull(principal, "principal");
    requireNonNull(createdAt, "createdAt");
  }
}

package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackVault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Shows a project's keys and connection to its members; secret ones to developers who ask for them.
 */
@Controller("/stacks/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
class KeysController {

  private final VisibleStacks stacks;
  private final StackVault vault;
  private final Memberships memberships;
  private final Revelations revelations;

  KeysController(
      VisibleStacks stacks, StackVault vault, Memberships memberships, Revelations revelations) {
    this.stacks = stacks;
    this.vault = vault;
    this.memberships = memberships;
    this.revelations = revelations;
  }

  @Get("/keys")
  List<ApiKey> keys(
      Authentication authentication,
      String ref,
      @QueryValue(defaultValue = "false") boolean reveal) {
    var caller = Caller.of(authentication);
    var stack = stacks.get(caller, ref);
    var secrets = secrets(caller, stack, reveal, "project.keys_revealed");
    return Stream.concat(
            Stream.of(
                    secrets
                        .find(StackSecrets.ANON_KEY)
                        .map(key ->
                            ApiKey.legacy("anon", key, false, reveal, "Legacy key for browsers")),
                    secrets
                        .find(StackSecrets.SERVICE_KEY)
                        .map(key ->
                            ApiKey.legacy(
                                "service_role", key, true, reveal, "Legacy key for servers")))
                .flatMap(Optional::stream),
            secrets.apiKeys(stack.project()).opaque().stream()
                .map(key -> ApiKey.opaque(key, reveal)))
        .toList();
  }

  @Get("/keys/{id}")
  ApiKey key(
      Authentication authentication,
      String ref,
      UUID id,
      @QueryValue(defaultValue = "false") boolean reveal) {
    var caller = Caller.of(authentication);
    var stack = stacks.get(caller, ref);
    var secrets = secrets(caller, stack, reveal, "project.keys_revealed");
    return secrets
        .apiKeys(stack.project())
        .find(id)
        .map(key -> ApiKey.opaque(key, reveal))
        .orElseThrow(() -> new RequestRefused(ErrorCode.NOT_FOUND, "The project has no key " + id));
  }

  /** Whether the signed keys work. */
  @Introspected
  record LegacyKeys(boolean enabled) {}

  @Get("/legacy-keys")
  LegacyKeys legacy(Authentication authentication, String ref) {
    var caller = Caller.of(authentication);
    var stack = stacks.get(caller, ref);
    var secrets = secrets(caller, stack, false, "project.keys_revealed");
    return new LegacyKeys(secrets.apiKeys(stack.project()).legacyEnabled());
  }

  @Get("/connection")
  Connection connection(
      Authentication authentication,
      String ref,
      @QueryValue(defaultValue = "false") boolean reveal) {
    var caller = Caller.of(authentication);
    var stack = stacks.get(caller, ref);
    var secrets = secrets(caller, stack, reveal, "project.password_revealed");
    return Connection.to(
        database(stack),
        reveal ? secrets.dbPassword() : null,
        reveal ? secrets.find(StackSecrets.JWT_SECRET).orElse(null) : null);
  }

  /** Nothing is opened before the caller's role allows it, and shown before it is written down. */
  private StackSecrets secrets(Caller caller, StackRecord stack, boolean reveal, String action) {
    if (reveal
        && !memberships.may(
            stack.organization(), stack.project(), caller.subject(), Permission.SECRET_READ)) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "Developers and above may see secret keys")
          .within(stack.organization());
    }
    var _ = database(stack);
    var secrets = KeyDoor.secrets(vault, stack);
    if (reveal) {
      revelations.record(caller, stack, action);
    }
    return secrets;
  }

  /** Keys open nothing before the database was seen to work once. */
  private static DatabaseEndpoint database(StackRecord stack) {
    var database = stack.database();
    if (database == null) {
      throw new RequestRefused(
          ErrorCode.NOT_READY_YET,
          "The project's database has not been seen to work yet",
          Duration.ofSeconds(1));
    }
    return database;
  }
}

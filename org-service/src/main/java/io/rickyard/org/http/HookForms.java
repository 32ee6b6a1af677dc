package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.org.hook.AllowList;
import io.rickyard.org.hook.DeliveryEntry;
import io.rickyard.org.hook.Hook;
import io.rickyard.org.hook.HookKeeper;
import io.rickyard.org.hook.HookRule;
import io.rickyard.org.hook.HookToken;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hooks and deliveries on the wire. */
final class HookForms {

  private HookForms() {}

  /** Which deliveries a rule acts on. */
  record Allow(
      @Nullable List<String> repositories,
      @Nullable List<String> refs,
      @Nullable List<String> events) {
    AllowList list() {
      return Reading.of(() -> new AllowList(some(repositories), some(refs), some(events)));
    }

    private static List<String> some(@Nullable List<String> entries) {
      return entries == null ? List.of() : entries;
    }
  }

  /** What a hook's deliveries ask for. */
  record Rule(
      TaskType type,
      @Nullable String project,
      @Nullable JsonNode input,
      @Nullable Map<String, String> labels,
      @Nullable Allow allow) {
    Rule {
      requireNonNull(type, "rule.type");
    }

    HookRule read(Inputs inputs) {
      var parsed = inputs.read(type, input);
      return Reading.of(() ->
          new HookRule(
                  parsed,
                  project == null ? null : Reading.project(project),
                  labels == null ? Map.of() : labels,
                  allow == null ? AllowList.EVERYTHING : allow.list())
              .checkedFor(inputs.terms(type)));
    }

    static Rule of(HookRule rule) {
      var project = rule.project();
      return new Rule(
          rule.input().taskType(),
          project == null ? null : project.value(),
          Inputs.write(rule.input()),
          rule.labels(),
          new Allow(rule.allow().repositories(), rule.allow().refs(), rule.allow().events()));
    }
  }

  /** An access token of whoever makes a hook, as auth-service told the gateway of it. */
  record Token(UUID id, List<String> scopes, @Nullable Instant expiresAt) {
    Token {
      requireNonNull(id, "token.id");
      requireNonNull(scopes, "token.scopes"); // left out they would be no limit
    }

    HookToken read() {
      return Reading.of(() -> new HookToken(id, scopes, expiresAt, false));
    }
  }

  /** A hook to be made. */
  record NewHook(
      String organization, String name, String provider, Rule rule, @Nullable Token token) {
    NewHook {
      requireNonNull(organization, "organization");
      requireNonNull(name, "name");
      requireNonNull(provider, "provider");
      requireNonNull(rule, "rule");
    }
  }

  /**
   * A hook; the secret is there once, in the answer that made it. What is said of a token is there
   * where the hook names one; without scopes it is limited to nothing.
   */
  record HookForm(
      String id,
      String organization,
      String name,
      String provider,
      Rule rule,
      String createdBy,
      Instant createdAt,
      @Nullable Instant previousSecretValidUntil,
      @Nullable UUID token,
      @Nullable String tokenState,
      @Nullable List<String> tokenScopes,
      @Nullable Instant tokenExpiresAt,
      @Nullable String secret) {
    static HookForm of(Hook hook, Instant now) {
      return of(hook, null, now);
    }

    static HookForm of(HookKeeper.Made made, Instant now) {
      var secret = made.secret();
      return of(made.hook(), secret == null ? null : secret.text(), now);
    }

    private static HookForm of(Hook hook, @Nullable String secret, Instant now) {
      var token = hook.token();
      return new HookForm(
          hook.id().toString(),
          hook.organization().value(),
          hook.name().value(),
          hook.provider().wireName(),
          Rule.of(hook.rule()),
          hook.principal().toString(),
          hook.createdAt(),
          hook.previousSecretUntil(),
          token == null ? null : token.id(),
          token == null ? null : token.state(now).name().toLowerCase(Locale.ROOT),
          token == null ? null : token.scopes(),
          token == null ? null : token.expiresAt(),
          secret);
    }
  }

  /** A new secret, shown once. */
  record RotatedForm(@Nullable String secret, Instant previousSecretValidUntil) {
    static RotatedForm of(HookKeeper.Rotated rotated) {
      var secret = rotated.secret();
      return new RotatedForm(secret == null ? null : secret.text(), rotated.previousValidUntil());
    }
  }

  /** A delivery. */
  record DeliveryForm(
      String id,
      Instant receivedAt,
      String outcome,
      @Nullable String reason,
      @Nullable TaskId task,
      int replays,
      @Nullable String event,
      @Nullable String repository,
      @Nullable String ref,
      @Nullable String sha,
      @Nullable String origin) {
    static DeliveryForm of(DeliveryEntry entry) {
      return new DeliveryForm(
          entry.id(),
          entry.receivedAt(),
          entry.outcome().name().toLowerCase(Locale.ROOT),
          entry.reason(),
          entry.task(),
          entry.replays(),
          entry.facts().event(),
          entry.facts().repository(),
          entry.facts().ref(),
          entry.facts().sha(),
          entry.origin());
    }
  }

  /** A list, and where its next page begins. */
  record Page<T>(List<T> data, @Nullable String next) {}

  /** A delivery that the rule passes over. */
  record IgnoredForm(boolean ignored, String reason) {}
}

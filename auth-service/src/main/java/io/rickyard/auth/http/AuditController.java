package io.rickyard.auth.http;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.audit.AuditEntry;
import io.rickyard.auth.audit.AuditFilter;
import io.rickyard.auth.audit.AuditPlace;
import io.rickyard.auth.audit.AuditSearch;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trail, for the gateway, which knows who may see what: this service has no memberships. The
 * filter comes in a body, since addresses and ids of people do not belong into access logs.
 */
@Controller("/internal/audit")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class AuditController {

  private static final int MOST = 5_000;

  private final AuditSearch search;
  private final Users users;

  AuditController(AuditSearch search, Users users) {
    this.search = search;
    this.users = users;
  }

  /** What is looked for, and where the page begins. */
  @Introspected
  record Wanted(
      @Nullable String organization,
      @Nullable String actorKind,
      @Nullable String actor,
      @Nullable String action,
      @Nullable String target,
      @Nullable String project,
      @Nullable String outcome,
      @Nullable String origin,
      @Nullable String correlationId,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Integer limit,
      @Nullable String after) {}

  /** Who did it. */
  @Introspected
  record Doer(String kind, String id, @Nullable String onBehalfOf, @Nullable String email) {}

  /** An entry on the wire. */
  @Introspected
  record Entry(
      String id,
      Instant at,
      Doer actor,
      String action,
      String target,
      String outcome,
      @Nullable String origin,
      @Nullable String detail,
      @Nullable String organization,
      @Nullable String project,
      String correlationId) {}

  /** A page, and where the next one begins. */
  @Introspected
  record Page(List<Entry> data, @Nullable String next) {}

  @Post("/search")
  Page search(Authentication authentication, @Body Wanted wanted) {
    if (Caller.of(authentication).kind() != Caller.Kind.SERVICE) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "This is for Rickyard's own services");
    }
    int limit = wanted.limit() == null ? 50 : wanted.limit();
    if (limit < 1 || limit > MOST) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "limit lies between 1 and " + MOST);
    }
    var filter =
        new AuditFilter(
            wanted.organization(),
            wanted.actorKind(),
            actor(wanted.actor()),
            wanted.action(),
            wanted.target(),
            wanted.project(),
            wanted.outcome(),
            wanted.origin(),
            wanted.correlationId(),
            wanted.from(),
            wanted.to());
    var found = search.find(filter, after(wanted.after()), limit);
    return new Page(entries(found), found.size() < limit ? null : found.getLast().place().text());
  }

  /** People are also called by their address. */
  private @Nullable String actor(@Nullable String named) {
    if (named == null || !named.contains("@")) {
      return named;
    }
    try {
      return users.find(new EmailAddress(named)).map(user -> user.id().toString()).orElse(named);
    } catch (IllegalArgumentException _) {
      return named;
    }
  }

  private static @Nullable AuditPlace after(@Nullable String text) {
    try {
      return text == null ? null : AuditPlace.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "after is the next of a page before", e);
    }
  }

  private List<Entry> entries(List<AuditEntry> found) {
    var addresses = addresses(found);
    return found.stream().map(entry -> entry(entry, addresses)).toList();
  }

  private static Entry entry(AuditEntry entry, Map<String, String> addresses) {
    String principal = entry.principal();
    return new Entry(
        entry.id().toString(),
        entry.at(),
        new Doer(
            entry.actorKind(),
            entry.actorId(),
            entry.onBehalfOf(),
            principal == null ? null : addresses.get(principal)),
        entry.action(),
        entry.target(),
        entry.outcome(),
        entry.origin(),
        entry.detail(),
        entry.organization(),
        entry.project(),
        entry.correlationId());
  }

  private Map<String, String> addresses(List<AuditEntry> found) {
    var ids = new LinkedHashSet<UserId>();
    for (AuditEntry entry : found) {
      String principal = entry.principal();
      if (principal != null) {
        known(principal, ids);
      }
    }
    var addresses = new HashMap<String, String>();
    users
        .all(new ArrayList<>(ids))
        .forEach(user -> addresses.put(user.id().toString(), user.emailText()));
    return addresses;
  }

  private static void known(String principal, Set<UserId> ids) {
    try {
      ids.add(UserId.parse(principal));
    } catch (IllegalArgumentException _) {
      // A principal of another form is nobody who has an address here.
    }
  }
}

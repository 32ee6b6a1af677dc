package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.org.hook.Hook;
import io.rickyard.org.hook.HookId;
import io.rickyard.org.hook.HookToken;
import io.rickyard.org.hook.Hooks;
import io.rickyard.org.hook.SealedSecrets;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code hook}. */
final class HookTable implements Hooks {

  private static final String COLUMNS =
      """
      select id, organization_id, name, provider, rule, principal, created_at,
             previous_secret_until, secret, previous_secret, token_id, token_scopes,
             token_expires_at,
             exists (select from revoked_token r where r.id = token_id) as token_revoked
        from hook
      """;

  private static final String LISTED =
      COLUMNS + " where organization_id = ? order by created_at, id";
  private static final String ONE = COLUMNS + " where id = ?";

  private static final String COUNT = "select count(*) from hook where organization_id = ?";

  private static final String INSERT =
      """
      insert into hook (id, organization_id, name, provider, rule, principal, secret, created_at,
                        token_id, token_scopes, token_expires_at)
      values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ROTATE =
      """
      update hook set previous_secret = secret, previous_secret_until = ?, secret = ? where id = ?
      """;

  private static final String DELETE = "delete from hook where id = ?";

  private static final int MOST_HOOKS = 100;

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;
  private final Announcements announcements;
  private final Clock clock;

  HookTable(Sessions sessions, IdempotencyKeyTable keys, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public Once<HookId> insert(
      Deed deed, @Nullable IdempotencyKey key, Hook hook, byte[] sealedSecret) {
    return sessions
        .as(
            deed.principal(),
            session -> keys.once(session, key, () -> insert(session, deed, hook, sealedSecret)))
        .map(HookId::parse);
  }

  private String insert(Session session, Deed deed, Hook hook, byte[] sealedSecret)
      throws SQLException {
    session.require(
        hook.organization(), hook.rule().project(), Permission.HOOK_CREATE, "organization");
    requireOwnProject(session, hook);
    requireRoom(session, hook.organization());
    try (PreparedStatement insert = session.connection().prepareStatement(INSERT)) {
      insert.setObject(1, hook.id().value());
      insert.setString(2, hook.organization().value());
      insert.setString(3, hook.name().value());
      insert.setString(4, hook.provider().wireName());
      insert.setString(5, HookRows.json(hook.rule()));
      insert.setObject(6, hook.principal().value());
      insert.setBytes(7, sealedSecret);
      insert.setObject(8, hook.createdAt().atOffset(ZoneOffset.UTC));
      token(insert, 9, hook.token());
      insert.executeUpdate();
    }
    audit(session, deed, hook, "hook.create", hook.createdAt());
    return hook.id().toString();
  }

  private static void token(PreparedStatement insert, int from, @Nullable HookToken token)
      throws SQLException {
    if (token == null) {
      insert.setObject(from, null);
      insert.setArray(from + 1, null);
      insert.setObject(from + 2, null);
      return;
    }
    var expiresAt = token.expiresAt();
    insert.setObject(from, token.id());
    insert.setArray(
        from + 1, insert.getConnection().createArrayOf("text", token.scopes().toArray()));
    insert.setObject(from + 2, expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC));
  }

  @Override
  public List<Hook> of(UserId user, OrganizationId organization) {
    return sessions.as(
        user,
        session -> {
          var _ = session.role(organization, "organization");
          try (PreparedStatement select = session.connection().prepareStatement(LISTED)) {
            select.setString(1, organization.value());
            return HookRows.read(select).stream().map(SealedSecrets::hook).toList();
          }
        });
  }

  @Override
  public Hook get(UserId user, HookId id) {
    return sessions.as(user, session -> find(session, id));
  }

  @Override
  public Optional<SealedSecrets> secrets(HookId id, Instant now) {
    return sessions.asInstallation(transaction -> {
      try (PreparedStatement select = transaction.connection().prepareStatement(ONE)) {
        select.setObject(1, id.value());
        return HookRows.read(select).stream().findFirst().map(found -> validAt(found, now));
      }
    });
  }

  @Override
  public Once<Instant> rotate(
      Deed deed, @Nullable IdempotencyKey key, HookId id, byte[] sealedSecret, Duration overlap) {
    return sessions
        .as(
            deed.principal(),
            session ->
                keys.once(session, key, () -> rotate(session, deed, id, sealedSecret, overlap)))
        .map(Instant::parse);
  }

  private String rotate(
      Session session, Deed deed, HookId id, byte[] sealedSecret, Duration overlap)
      throws SQLException {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var until = at.plus(overlap);
    var hook = find(session, id);
    session.require(hook.organization(), hook.rule().project(), Permission.HOOK_CHANGE, "hook");
    try (PreparedStatement rotate = session.connection().prepareStatement(ROTATE)) {
      rotate.setObject(1, until.atOffset(ZoneOffset.UTC));
      rotate.setBytes(2, sealedSecret);
      rotate.setObject(3, id.value());
      rotate.executeUpdate();
    }
    audit(session, deed, hook, "hook.rotate", at);
    return until.toString();
  }

  @Override
  public void delete(Deed deed, HookId id) {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    sessions.as(
        deed.principal(),
        session -> {
          var hook = find(session, id);
          session.require(
              hook.organization(), hook.rule().project(), Permission.HOOK_DELETE, "hook");
          try (PreparedStatement delete = session.connection().prepareStatement(DELETE)) {
            delete.setObject(1, id.value());
            delete.executeUpdate();
          }
          audit(session, deed, hook, "hook.delete", at);
          return id;
        });
  }

  /** A hook that the session's user may know of. */
  static Hook find(Session session, HookId id) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(ONE)) {
      select.setObject(1, id.value());
      var hook =
          HookRows.read(select).stream()
              .findFirst()
              .map(SealedSecrets::hook)
              .orElseThrow(() -> Refused.notFound("hook"));
      var _ = session.role(hook.organization(), "hook");
      return hook;
    }
  }

  private void audit(Session session, Deed deed, Hook hook, String action, Instant at)
      throws SQLException {
    announcements.write(
        session.transaction(),
        deed,
        hook.organization(),
        at,
        new Announcements.Done(action, hook.id().toString(), "done", detail(hook)),
        List.of());
  }

  private static @Nullable String detail(Hook hook) {
    var token = hook.token();
    return token == null ? null : "token " + token.id();
  }

  private static void requireOwnProject(Session session, Hook hook) throws SQLException {
    ProjectRef project = hook.rule().project();
    if (project != null
        && !ProjectTable.find(session, project).organization().equals(hook.organization())) {
      throw new Refused(Refusal.INVALID, "The rule's project belongs to another organization");
    }
  }

  private static void requireRoom(Session session, OrganizationId organization)
      throws SQLException {
    try (PreparedStatement count = session.connection().prepareStatement(COUNT)) {
      count.setString(1, organization.value());
      try (ResultSet row = count.executeQuery()) {
        if (row.next() && row.getLong(1) >= MOST_HOOKS) {
          throw new Refused(
              Refusal.INVALID, "An organization has at most " + MOST_HOOKS + " hooks");
        }
      }
    }
  }

  private static SealedSecrets validAt(SealedSecrets found, Instant now) {
    var until = found.hook().previousSecretUntil();
    return until != null && now.isBefore(until) ? found : found.currentOnly();
  }
}

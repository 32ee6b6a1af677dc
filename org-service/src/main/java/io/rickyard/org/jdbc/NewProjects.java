package io.rickyard.org.jdbc;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.acceptance.ProvisionRules;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.project.Region;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Makes projects inside an acceptance: counts, draws a reference that was never used, inserts. */
final class NewProjects {

  /** Any number, as long as nothing else in this database takes it. */
  private static final long ISOLATION_LOCK = 0x7269636b79617264L;

  private static final String LOCK_ORGANIZATION =
      "select id from organization where id = ? for no key update";

  private static final String LOCK_INSTALLATION = "select pg_advisory_xact_lock(?)";

  private static final String COUNT =
      "select count(*) from project where organization_id = ? and desired <> 'deleted'";

  private static final String FOREIGN =
      "select exists (select from project where organization_id <> ? and desired <> 'deleted')";

  private static final String TAKE =
      "insert into used_reference (ref) values (?) on conflict do nothing";

  private static final String INSERT =
      """
      insert into project
        (ref, organization_id, name, region, profile, desired, generation, created_at,
         compose_project, parent_ref)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      returning ref, number, organization_id, name, region, profile, limits::text, desired, generation,
        created_at, drift_policy, compose_project, parent_ref
      """;

  private final ProvisionRules rules;

  NewProjects(ProvisionRules rules) {
    this.rules = rules;
  }

  /** What a new project is made with. */
  private record Made(
      OrganizationId organization,
      DisplayName name,
      Region region,
      StackProfile profile,
      @Nullable String composeProject,
      @Nullable ProjectRef parent) {}

  /** The locks make the counts exact: nobody else adds a project that they would miss. */
  Project make(Session session, Work.Provision work, Instant at) throws SQLException {
    boolean foreign = rules.runtime().oneOrganizationOnly() && foreignProjects(session, work);
    lockOrganization(session, work.organization());
    rules
        .refuse(work.profile(), ownProjects(session, work.organization()), foreign)
        .ifPresent(refusal -> {
          throw new Refused(refusal, explain(refusal, work));
        });
    var region = work.region() == null ? rules.defaultRegion() : work.region();
    return insert(
        session,
        takeReference(session),
        new Made(work.organization(), work.name(), region, work.profile(), null, work.parent()),
        at);
  }

  /**
   * One of a stack that is there already. What the runtime for new stacks offers, and whether it
   * keeps organizations apart, does not matter: its containers are there, and not ours.
   */
  Project adopt(Session session, Work.Adopt work, Instant at) throws SQLException {
    lockOrganization(session, work.organization());
    if (ownProjects(session, work.organization()) >= rules.mostProjects()) {
      throw new Refused(Refusal.PROJECT_LIMIT_REACHED, limitReached());
    }
    return insert(
        session,
        takeReference(session),
        new Made(
            work.organization(),
            work.name(),
            work.region(),
            StackProfile.FULL,
            work.composeProject(),
            null),
        at);
  }

  private String limitReached() {
    return "The organization has its %d projects".formatted(rules.mostProjects());
  }

  private String explain(Refusal refusal, Work.Provision work) {
    return switch (refusal) {
      case PROFILE_NOT_AVAILABLE -> profileNotAvailable(work.profile());
      case RUNTIME_NOT_ISOLATED ->
          "The runtime keeps all projects in one trust domain, and another organization has some;"
              + " rickyard.runtime.process.shared-trust=true allows it";
      case PROJECT_LIMIT_REACHED -> limitReached();
      case INVALID,
          UNKNOWN_FIELD,
          NOT_FOUND,
          FORBIDDEN,
          OUT_OF_SCOPE,
          TOKEN_REVOKED,
          TOKEN_EXPIRED,
          PROJECT_PAUSED,
          PROJECT_ACTIVE,
          PROJECT_DELETED,
          PROJECT_ADOPTED,
          SERVICE_ABSENT,
          SCHEDULE_LIMIT_REACHED,
          DOMAIN_TAKEN,
          DOMAIN_NOT_PROVED,
          CONFLICT,
          IDEMPOTENCY_KEY_REUSED,
          INVALID_SIGNATURE,
          DELIVERY_REUSED,
          BUSY ->
          throw new IllegalStateException("No rule for new projects refuses with " + refusal);
    };
  }

  /** Refuses a profile that the runtime does not offer. */
  void requireProfile(StackProfile profile) {
    if (!rules.runtime().profiles().contains(profile)) {
      throw new Refused(Refusal.PROFILE_NOT_AVAILABLE, profileNotAvailable(profile));
    }
  }

  private String profileNotAvailable(StackProfile profile) {
    return "The runtime offers %s, not %s"
        .formatted(
            rules.runtime().profiles().stream().map(p -> p.wireName()).sorted().toList(),
            profile.wireName());
  }

  private static boolean foreignProjects(Session session, Work.Provision work) throws SQLException {
    try (PreparedStatement lock = session.connection().prepareStatement(LOCK_INSTALLATION)) {
      lock.setLong(1, ISOLATION_LOCK);
      lock.execute();
    }
    session.seeEverything();
    try (PreparedStatement exists = session.connection().prepareStatement(FOREIGN)) {
      exists.setString(1, work.organization().value());
      try (ResultSet row = exists.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } finally {
      session.seeOwn();
    }
  }

  private static void lockOrganization(Session session, OrganizationId organization)
      throws SQLException {
    try (PreparedStatement lock = session.connection().prepareStatement(LOCK_ORGANIZATION)) {
      lock.setString(1, organization.value());
      lock.execute();
    }
  }

  private static long ownProjects(Session session, OrganizationId organization)
      throws SQLException {
    try (PreparedStatement count = session.connection().prepareStatement(COUNT)) {
      count.setString(1, organization.value());
      try (ResultSet row = count.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static ProjectRef takeReference(Session session) throws SQLException {
    try (PreparedStatement take = session.connection().prepareStatement(TAKE)) {
      while (true) {
        var ref = new ProjectRef(Letters.draw());
        take.setString(1, ref.value());
        if (take.executeUpdate() > 0) {
          return ref;
        }
      }
    }
  }

  private static Project insert(Session session, ProjectRef ref, Made made, Instant at)
      throws SQLException {
    try (PreparedStatement insert = session.connection().prepareStatement(INSERT)) {
      insert.setString(1, ref.value());
      insert.setString(2, made.organization().value());
      insert.setString(3, made.name().value());
      insert.setString(4, made.region().code());
      insert.setString(5, made.profile().wireName());
      insert.setString(6, DesiredState.ACTIVE.wireName());
      insert.setLong(7, Generation.FIRST.value());
      insert.setObject(8, at.atOffset(ZoneOffset.UTC));
      insert.setString(9, made.composeProject());
      insert.setString(10, made.parent() == null ? null : made.parent().value());
      try (ResultSet row = insert.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("The new project " + ref + " gave no row");
        }
        return ProjectTable.row(row);
      }
    }
  }
}

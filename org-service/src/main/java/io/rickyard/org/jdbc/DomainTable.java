package io.rickyard.org.jdbc;

import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.org.domain.Challenge;
import io.rickyard.org.domain.ClaimedDomain;
import io.rickyard.org.domain.Domains;
import io.rickyard.org.domain.Proof;
import io.rickyard.org.domain.Standing;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code project_domain}. That one project alone has a name proved, the index {@code
 * project_domain_routed} decides; what changes does so under the project's lock.
 */
final class DomainTable implements Domains {

  private static final String COLUMNS =
      """
      select name, project_ref, organization_id, challenge, created_at, proof, proved_at
        from project_domain
      """;

  private static final String LISTED = COLUMNS + " where project_ref = ? order by name";
  private static final String ONE = COLUMNS + " where project_ref = ? and name = ?";
  private static final String ROUTED = COLUMNS + " where name = ? and proof is not null";

  private static final String CLAIM =
      """
      insert into project_domain (name, project_ref, organization_id, challenge, created_at)
      values (?, ?, ?, ?, ?)
      """;

  private static final String PROVE =
      "update project_domain set proof = ?, proved_at = ? where project_ref = ? and name = ?";

  private static final String REMOVE =
      "delete from project_domain where project_ref = ? and name = ?";

  private static final String REMOVE_ALL = "delete from project_domain where project_ref = ?";

  private static final String DUPLICATE = "23505";
  private static final int MOST_DOMAINS = 50;

  private final Sessions sessions;
  private final Announcements announcements;
  private final Clock clock;

  DomainTable(Sessions sessions, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.announcements = announcements;
    this.clock = clock;
  }

  /** What is done about domains, with the project they belong to. */
  private interface ProjectWork<T> {
    T run(Session session, Project project) throws SQLException;
  }

  @Override
  public List<ClaimedDomain> of(Standing standing, ProjectRef ref) {
    return within(standing, ref, Permission.DOMAIN_READ, (session, _) -> listed(session, ref));
  }

  @Override
  public ClaimedDomain get(Standing standing, ProjectRef ref, DomainName name) {
    return within(
        standing, ref, Permission.DOMAIN_CHANGE, (session, _) -> find(session, ref, name));
  }

  @Override
  public ClaimedDomain claim(
      Standing standing, ProjectRef ref, DomainName name, Challenge challenge) {
    return within(
        standing,
        ref,
        Permission.DOMAIN_CREATE,
        (session, project) -> claim(session, standing, project, name, challenge));
  }

  private ClaimedDomain claim(
      Session session, Standing standing, Project project, DomainName name, Challenge challenge)
      throws SQLException {
    requireWanted(project);
    var there = listed(session, project.ref());
    var before = there.stream().filter(domain -> domain.name().equals(name)).findFirst();
    if (before.isPresent()) {
      return before.get();
    }
    if (there.size() >= MOST_DOMAINS) {
      throw new Refused(Refusal.INVALID, "A project has at most " + MOST_DOMAINS + " domains");
    }
    var claimed =
        new ClaimedDomain(name, project.ref(), project.organization(), challenge, now(), null);
    try (PreparedStatement insert = session.connection().prepareStatement(CLAIM)) {
      insert.setString(1, name.value());
      insert.setString(2, project.ref().value());
      insert.setString(3, project.organization().value());
      insert.setString(4, challenge.code());
      insert.setObject(5, claimed.createdAt().atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
    announce(session, standing, claimed, "domain.claim", claimed.createdAt(), List.of());
    return claimed;
  }

  @Override
  public ClaimedDomain prove(Standing standing, ProjectRef ref, DomainName name, Proof proof) {
    return within(
        standing,
        ref,
        Permission.DOMAIN_CHANGE,
        (session, project) -> prove(session, standing, project, name, proof));
  }

  private ClaimedDomain prove(
      Session session, Standing standing, Project project, DomainName name, Proof proof)
      throws SQLException {
    requireWanted(project);
    var claimed = find(session, project.ref(), name);
    if (claimed.proved() != null) {
      return claimed;
    }
    var at = now();
    try (PreparedStatement prove = session.connection().prepareStatement(PROVE)) {
      prove.setString(1, proof.wireName());
      prove.setObject(2, at.atOffset(ZoneOffset.UTC));
      prove.setString(3, project.ref().value());
      prove.setString(4, name.value());
      prove.executeUpdate();
    } catch (SQLException e) {
      if (DUPLICATE.equals(e.getSQLState())) {
        throw new Refused(
            Refusal.DOMAIN_TAKEN, "Another project of this installation has " + name, e);
      }
      throw e;
    }
    announce(
        session,
        standing,
        claimed,
        "domain.prove",
        at,
        List.of(new OrganizationEvent.DomainAttached(at, project.ref(), name)));
    return claimed.proved(proof, at);
  }

  @Override
  public void remove(Standing standing, ProjectRef ref, DomainName name) {
    within(
        standing,
        ref,
        Permission.DOMAIN_DELETE,
        (session, _) -> {
          var claimed = find(session, ref, name);
          try (PreparedStatement remove = session.connection().prepareStatement(REMOVE)) {
            remove.setString(1, ref.value());
            remove.setString(2, name.value());
            remove.executeUpdate();
          }
          var at = now();
          var events = detached(List.of(claimed), at);
          announce(session, standing, claimed, "domain.remove", at, events);
          return claimed;
        });
  }

  @Override
  public Optional<ProjectRef> routed(DomainName name) {
    return sessions.asInstallation(transaction -> {
      try (PreparedStatement select = transaction.connection().prepareStatement(ROUTED)) {
        select.setString(1, name.value());
        return read(select).stream().findFirst().map(ClaimedDomain::project);
      }
    });
  }

  /** Removes what a project has, since it shall be gone; returns what there is to be said of it. */
  static List<OrganizationEvent> removeAll(Session session, ProjectRef ref, Instant at)
      throws SQLException {
    var gone = listed(session, ref);
    try (PreparedStatement remove = session.connection().prepareStatement(REMOVE_ALL)) {
      remove.setString(1, ref.value());
      remove.executeUpdate();
    }
    return detached(gone, at);
  }

  /** Only where requests went is there something to tell. */
  private static List<OrganizationEvent> detached(List<ClaimedDomain> gone, Instant at) {
    return gone.stream()
        .filter(domain -> domain.proved() != null)
        .<OrganizationEvent>map(
            domain -> new OrganizationEvent.DomainDetached(at, domain.project(), domain.name()))
        .toList();
  }

  private <T> T within(
      Standing standing, ProjectRef ref, Permission permission, ProjectWork<T> work) {
    return sessions.as(
        standing.deed().principal(),
        session -> {
          if (standing.administrator()) {
            session.seeEverything();
            return work.run(session, ProjectTable.lockAnybodys(session, ref));
          }
          var project = ProjectTable.lock(session, ref);
          session.require(project.organization(), ref, permission, "project");
          return work.run(session, project);
        });
  }

  private static void requireWanted(Project project) {
    if (project.desired() == DesiredState.DELETED) {
      throw new Refused(Refusal.PROJECT_DELETED, "The project shall be gone");
    }
  }

  private void announce(
      Session session,
      Standing standing,
      ClaimedDomain domain,
      String action,
      Instant at,
      List<OrganizationEvent> events)
      throws SQLException {
    announcements.write(
        session.transaction(),
        standing.deed(),
        domain.organization(),
        at,
        new Announcements.Done(action, domain.project() + "/" + domain.name(), "done"),
        events);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static List<ClaimedDomain> listed(Session session, ProjectRef ref) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(LISTED)) {
      select.setString(1, ref.value());
      return read(select);
    }
  }

  private static ClaimedDomain find(Session session, ProjectRef ref, DomainName name)
      throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(ONE)) {
      select.setString(1, ref.value());
      select.setString(2, name.value());
      return read(select).stream().findFirst().orElseThrow(() -> Refused.notFound("domain"));
    }
  }

  private static List<ClaimedDomain> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<ClaimedDomain>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return List.copyOf(found);
  }

  private static ClaimedDomain row(ResultSet row) throws SQLException {
    return new ClaimedDomain(
        new DomainName(row.getString("name")),
        new ProjectRef(row.getString("project_ref")),
        new OrganizationId(row.getString("organization_id")),
        new Challenge(row.getString("challenge")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        proved(row.getString("proof"), row.getObject("proved_at", OffsetDateTime.class)));
  }

  private static ClaimedDomain.@Nullable Proved proved(
      @Nullable String proof, @Nullable OffsetDateTime at) {
    return proof == null || at == null
        ? null
        : new ClaimedDomain.Proved(Proof.named(proof), at.toInstant());
  }
}

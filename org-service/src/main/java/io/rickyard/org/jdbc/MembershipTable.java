package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.Member;
import io.rickyard.org.organization.MemberRules;
import io.rickyard.org.organization.Members;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Changes of the table {@code membership}. They go one after the other within an organization,
 * under the lock of its row, so that of two owners who leave at the same time one stays.
 */
final class MembershipTable implements Members {

  private static final String LOCK = "select from organization where id = ? for no key update";

  private static final String ONE =
      "select role, joined_at from membership where organization_id = ? and user_id = ?";

  private static final String OWNERS =
      "select count(*) from membership where organization_id = ? and role = 'owner'";

  private static final String CHANGE =
      "update membership set role = ? where organization_id = ? and user_id = ?";

  private static final String REMOVE =
      "delete from membership where organization_id = ? and user_id = ?";

  private final Sessions sessions;
  private final Announcements announcements;
  private final Clock clock;

  MembershipTable(Sessions sessions, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public Member change(Deed deed, OrganizationId organization, UserId user, Role role) {
    return sessions.within(
        organization,
        deed.principal(),
        session -> {
          var member = member(session, organization, user);
          session.require(organization, MemberRules.toChange(member.role(), role), "organization");
          if (member.role() == role) {
            return member;
          }
          if (member.role() == Role.OWNER) {
            requireAnotherOwner(session, organization);
          }
          write(session, CHANGE, role.wireName(), organization.value(), user.value());
          var at = now();
          announcements.write(
              session.transaction(),
              deed,
              organization,
              at,
              new Announcements.Done(
                  "member.change_role",
                  user.toString(),
                  "done",
                  "from %s to %s".formatted(member.role().wireName(), role.wireName())),
              List.of(new OrganizationEvent.MemberRoleChanged(at, user.toString(), role)));
          return new Member(user, role, member.joinedAt());
        });
  }

  @Override
  public void remove(Deed deed, OrganizationId organization, UserId user) {
    boolean leaves = deed.principal().equals(user);
    sessions.within(
        organization,
        deed.principal(),
        session -> {
          var member = member(session, organization, user);
          if (!leaves) {
            session.require(organization, MemberRules.toRemove(member.role()), "organization");
          }
          if (member.role() == Role.OWNER) {
            requireAnotherOwner(session, organization);
          }
          write(session, REMOVE, organization.value(), user.value());
          var at = now();
          announcements.write(
              session.transaction(),
              deed,
              organization,
              at,
              new Announcements.Done(
                  leaves ? "member.leave" : "member.remove",
                  user.toString(),
                  "done",
                  "was " + member.role().wireName()),
              List.of(new OrganizationEvent.MemberRemoved(at, user.toString())));
          return member;
        });
  }

  /** Keeps all other changes of an organization's members out until the transaction ends. */
  static void lock(Session session, OrganizationId organization) throws SQLException {
    try (PreparedStatement lock = session.connection().prepareStatement(LOCK)) {
      lock.setString(1, organization.value());
      lock.execute();
    }
  }

  private static Member member(Session session, OrganizationId organization, UserId user)
      throws SQLException {
    var _ = session.role(organization, "organization");
    lock(session, organization);
    try (PreparedStatement select = session.connection().prepareStatement(ONE)) {
      select.setString(1, organization.value());
      select.setObject(2, user.value());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw Refused.notFound("member");
        }
        return new Member(
            user,
            Role.named(row.getString("role")),
            row.getObject("joined_at", OffsetDateTime.class).toInstant());
      }
    }
  }

  private static void requireAnotherOwner(Session session, OrganizationId organization)
      throws SQLException {
    try (PreparedStatement count = session.connection().prepareStatement(OWNERS)) {
      count.setString(1, organization.value());
      try (ResultSet row = count.executeQuery()) {
        if (!row.next() || row.getLong(1) < 2) {
          throw new Refused(
              Refusal.CONFLICT,
              "This is the organization's last owner: make somebody else an owner first");
        }
      }
    }
  }

  private static void write(Session session, String sql, Object... values) throws SQLException {
    try (PreparedStatement write = session.connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        write.setObject(i + 1, values[i]);
      }
      if (write.executeUpdate() != 1) {
        throw new IllegalStateException("A membership changed under its organization's lock");
      }
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

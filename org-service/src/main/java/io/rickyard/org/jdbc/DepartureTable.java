package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Role;
import io.rickyard.messaging.Transaction;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.Departures;
import io.rickyard.org.organization.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes accounts that are gone out of the tables {@code membership} and {@code invitation}, as the
 * installation and in the order of the organizations' ids, each under its lock. Who is a member
 * nowhere any more leaves nothing, so the same account may come twice.
 */
final class DepartureTable implements Departures {

  private static final Logger LOG = LoggerFactory.getLogger(DepartureTable.class);

  private static final String OF_USER =
      "select organization_id from membership where user_id = ? order by organization_id";

  private static final String LOCK = "select from organization where id = ? for no key update";

  private static final String LAST_OWNER =
      """
      select not exists (
        select from membership
         where organization_id = m.organization_id and role = 'owner' and user_id <> m.user_id)
        from membership m
       where organization_id = ? and user_id = ? and role = 'owner'
      """;

  private static final String SUCCESSOR =
      """
      select user_id from membership
       where organization_id = ? and user_id <> ?
       order by array_position(array['administrator', 'developer', 'member'], role), joined_at, user_id
       limit 1
      """;

  private static final String PROMOTE =
      "update membership set role = 'owner' where organization_id = ? and user_id = ?";

  private static final String REMOVE =
      "delete from membership where organization_id = ? and user_id = ?";

  private static final String REVOKE =
      """
      update invitation set revoked_at = ?
       where organization_id = ? and invited_by = ? and accepted_at is null and revoked_at is null
      """;

  private final Announcements announcements;
  private final Clock clock;

  DepartureTable(Announcements announcements, Clock clock) {
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public void depart(Transaction transaction, Deed deed, UserId user) throws SQLException {
    Session.seeEverything(transaction.connection());
    for (OrganizationId organization : organizations(transaction.connection(), user)) {
      leave(transaction, deed, organization, user);
    }
  }

  private void leave(Transaction transaction, Deed deed, OrganizationId organization, UserId user)
      throws SQLException {
    var connection = transaction.connection();
    lock(connection, organization);
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var events = new ArrayList<OrganizationEvent>();
    String detail = "account deleted";
    if (lastOwner(connection, organization, user)) {
      var successor = successor(connection, organization, user);
      if (successor.isEmpty()) {
        LOG.warn(
            "event=organization_left_alone organization={} user={} follows=\"it keeps an owner who is"
                + " gone\"",
            organization,
            user);
        return;
      }
      var next = successor.get();
      write(connection, PROMOTE, organization.value(), next.value());
      events.add(new OrganizationEvent.MemberRoleChanged(at, next.toString(), Role.OWNER));
      detail += ", %s became owner".formatted(next);
    }
    write(connection, REMOVE, organization.value(), user.value());
    events.add(new OrganizationEvent.MemberRemoved(at, user.toString()));
    int revoked =
        write(connection, REVOKE, at.atOffset(ZoneOffset.UTC), organization.value(), user.value());
    if (revoked > 0) {
      detail += ", invitations revoked: " + revoked;
    }
    announce(transaction, deed, organization, user, at, detail, events);
  }

  private void announce(
      Transaction transaction,
      Deed deed,
      OrganizationId organization,
      UserId user,
      Instant at,
      String detail,
      List<OrganizationEvent> events)
      throws SQLException {
    announcements.write(
        transaction,
        deed,
        organization,
        at,
        new Announcements.Done("member.remove", user.toString(), "done", detail),
        events);
  }

  private static List<OrganizationId> organizations(Connection connection, UserId user)
      throws SQLException {
    var found = new ArrayList<OrganizationId>();
    try (PreparedStatement select = connection.prepareStatement(OF_USER)) {
      select.setObject(1, user.value());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(new OrganizationId(rows.getString(1)));
        }
      }
    }
    return found;
  }

  private static void lock(Connection connection, OrganizationId organization) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, organization.value());
      lock.execute();
    }
  }

  private static boolean lastOwner(Connection connection, OrganizationId organization, UserId user)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST_OWNER)) {
      select.setString(1, organization.value());
      select.setObject(2, user.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static Optional<UserId> successor(
      Connection connection, OrganizationId organization, UserId user) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SUCCESSOR)) {
      select.setString(1, organization.value());
      select.setObject(2, user.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new UserId(row.getObject(1, UUID.class)))
            : Optional.empty();
      }
    }
  }

  private static int write(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        write.setObject(i + 1, values[i]);
      }
      return write.executeUpdate();
    }
  }
}

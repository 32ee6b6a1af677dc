package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.sql.SQLException;

/** A request that a right in an organization decides, while very many memberships stand there. */
final class ManyMemberships {

  private static final String ORGANIZATIONS =
      """
      insert into org.organization (id, name, created_at)
      select 'bench' || translate(lpad(n::text, 15, '0'), '0123456789', 'abcdefghij'), 'Bench ' || n, now()
        from generate_series(1, ?) n
      """;

  /** A thousand people in each, and the one who asks in every one of them. */
  private static final String MEMBERSHIPS =
      """
      insert into org.membership (organization_id, user_id, role, joined_at)
      select id, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'member', now()
        from org.organization, generate_series(1, 1000) n
       where id like 'bench%'
      union all
      select o.id, m.user_id, 'member', now()
        from org.organization o, org.membership m
       where o.id like 'bench%' and m.organization_id = ? and m.role = 'owner'
      """;

  private static final int EACH = 1_000;
  private static final int WARM = 3_000;
  private static final int ASKED = 5_000;

  private final LocalInstallation installation;

  ManyMemberships(LocalInstallation installation) {
    this.installation = installation;
  }

  /** Times of single requests, one after the other. */
  Latencies measure() throws IOException {
    var nanos = new long[ASKED];
    try (var connection =
        RawConnection.getting(
            installation.url(),
            "/v1/organizations/" + installation.organization(),
            RawConnection.bearer(installation.token()))) {
      for (int i = -WARM; i < ASKED; i++) {
        long begun = System.nanoTime();
        connection.send(200);
        if (i >= 0) {
          nanos[i] = System.nanoTime() - begun;
        }
      }
    }
    return Latencies.of(nanos);
  }

  /** Writes that many memberships by SQL. PostgreSQL is not told of them. */
  void fill(int memberships) throws IOException {
    try (var database = installation.database();
        var organizations = database.prepareStatement(ORGANIZATIONS);
        var members = database.prepareStatement(MEMBERSHIPS)) {
      organizations.setInt(1, memberships / EACH);
      organizations.executeUpdate();
      members.setString(1, installation.organization());
      members.executeUpdate();
    } catch (SQLException e) {
      throw new IOException("The memberships could not be written", e);
    }
  }
}

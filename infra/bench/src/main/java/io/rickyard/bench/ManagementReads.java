package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the hosted platform's clients read, while very many projects stand there. */
final class ManagementReads {

  private static final String ORGANIZATIONS =
      """
      insert into org.organization (id, name, created_at)
      select 'bench' || translate(lpad(n::text, 15, '0'), '0123456789', 'abcdefghij'), 'Bench ' || n, now()
        from generate_series(1, ?) n
      """;

  private static final String REFERENCES =
      """
      insert into org.used_reference (ref)
      select 'bench' || translate(lpad(n::text, 15, '0'), '0123456789', 'abcdefghij')
        from generate_series(1, ?) n
      """;

  /** A hundred in each organization, the first hundred in that of the one who asks. */
  private static final String PROJECTS =
      """
      insert into org.project (ref, organization_id, name, region, profile, desired, generation, created_at)
      select 'bench' || translate(lpad(n::text, 15, '0'), '0123456789', 'abcdefghij'),
             case when n <= 100 then mine.organization_id
                  else 'bench' || translate(lpad((n / 100)::text, 15, '0'), '0123456789', 'abcdefghij') end,
             'Bench ' || n, mine.region, mine.profile, mine.desired, mine.generation, now()
        from org.project mine, generate_series(1, ?) n
       where mine.ref = ?
      """;

  /** Each like the one that there is. */
  private static final String STACKS =
      """
      insert into status.stack (project, organization, name, status, changed_at, version, body)
      select p.ref, p.organization_id, p.name, mine.status, mine.changed_at, mine.version,
             replace(mine.body::text, mine.project, p.ref)::jsonb
        from status.stack mine, org.project p
       where mine.project = ? and p.ref like 'bench%'
      """;

  private static final int EACH = 100;
  private static final int WARM = 1_000;
  private static final int ASKED = 2_000;

  private final LocalInstallation installation;
  private final String project;

  ManagementReads(LocalInstallation installation) {
    this.installation = installation;
    this.project = installation.announced().at("/project/ref").asText();
  }

  /** Times of single requests, one after the other, by what is read. */
  Map<String, Latencies> measure() throws IOException {
    String organization = "/v1/organizations/" + installation.organization();
    Map<String, Latencies> times = new LinkedHashMap<>();
    for (String path :
        List.of(
            "/v1/profile",
            "/v1/organizations",
            organization,
            organization + "/members",
            organization + "/projects?limit=100",
            "/v1/projects",
            "/v1/projects/" + project,
            "/v1/projects/" + project + "/health",
            "/v1/projects/" + project + "/api-keys")) {
      times.put(named(path), measure(path));
    }
    return times;
  }

  private String named(String path) {
    return path.replace(installation.organization(), "{slug}").replace(project, "{ref}");
  }

  private Latencies measure(String path) throws IOException {
    var nanos = new long[ASKED];
    try (var connection =
        RawConnection.getting(
            installation.url(), path, RawConnection.bearer(installation.token()))) {
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

  /** Writes that many projects by SQL. PostgreSQL is not told of them, as after a flood. */
  void fill(int projects) throws IOException {
    try (var database = installation.database();
        var organizations = database.prepareStatement(ORGANIZATIONS);
        var references = database.prepareStatement(REFERENCES);
        var rows = database.prepareStatement(PROJECTS);
        var stacks = database.prepareStatement(STACKS)) {
      organizations.setInt(1, projects / EACH);
      organizations.executeUpdate();
      references.setInt(1, projects);
      references.executeUpdate();
      rows.setInt(1, projects);
      rows.setString(2, project);
      rows.executeUpdate();
      stacks.setString(1, project);
      stacks.executeUpdate();
    } catch (SQLException e) {
      throw new IOException("The projects could not be written", e);
    }
  }
}

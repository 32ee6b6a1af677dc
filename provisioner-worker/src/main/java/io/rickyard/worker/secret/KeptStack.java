package io.rickyard.worker.secret;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.stack.StackSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the vault keeps of one stack, encrypted as it is: seen by one statement, so that it is
 * of one moment and takes one answer of the database, since who uses a project's database waits for
 * it.
 *
 * @param organization whose key opens it; nobody's when there are no secrets
 * @param secrets by name
 * @param settings by the section's name
 * @param contents what members put in, unless they put in nothing
 * @param given the names of all secrets that the stack has ever been given
 */
record KeptStack(
    Optional<OrganizationId> organization,
    Map<String, byte[]> secrets,
    Map<String, byte[]> settings,
    Optional<byte[]> contents,
    Set<String> given) {

  private static final String ROWS =
      """
      select 'secret' as kind, name, ciphertext, organization from stack_secret where project = ?
      union all
      select 'setting', section, ciphertext, organization from stack_setting
       where project = ? and ciphertext is not null
      union all
      select 'contents', '', ciphertext, organization from stack_contents where project = ?
      union all
      select 'given', unnest(names), null, '' from stack_secret_names where project = ?
      """;

  private static final int PARTS = 4;

  static KeptStack read(Connection connection, ProjectRef project) throws SQLException {
    try (var select = connection.prepareStatement(ROWS)) {
      for (int part = 1; part <= PARTS; part++) {
        select.setString(part, project.value());
      }
      var secrets = new HashMap<String, byte[]>();
      var settings = new HashMap<String, byte[]>();
      var given = new HashSet<String>();
      byte @Nullable [] contents = null;
      @Nullable OrganizationId organization = null;
      try (var row = select.executeQuery()) {
        while (row.next()) {
          var name = row.getString("name");
          var ciphertext = row.getBytes("ciphertext");
          switch (row.getString("kind")) {
            case "secret" -> {
              secrets.put(name, ciphertext);
              organization = new OrganizationId(row.getString("organization"));
            }
            case "setting" -> settings.put(name, ciphertext);
            case "contents" -> contents = ciphertext;
            case "given" -> given.add(name);
            default -> throw new IllegalStateException("No such kind of row is asked for");
          }
        }
      }
      return new KeptStack(
          Optional.ofNullable(organization),
          secrets,
          settings,
          Optional.ofNullable(contents),
          given);
    }
  }

  StackSettings settings(StackSeal seal) {
    return StackSettingTable.opened(settings, seal);
  }

  Contents contents(StackSeal seal) {
    return contents.map(ciphertext -> ContentTable.opened(ciphertext, seal)).orElse(Contents.NONE);
  }

  /** The secrets that the stack has been given and that are not there any more, in order. */
  List<String> lost() {
    return given.stream().filter(name -> !secrets.containsKey(name)).sorted().toList();
  }
}

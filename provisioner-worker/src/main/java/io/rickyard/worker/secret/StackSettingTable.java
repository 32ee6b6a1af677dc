package io.rickyard.worker.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.worker.stack.StackSettings;
import io.rickyard.worker.stack.StackSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The settings of stacks; owns the table stack_setting. A section's are one text, encrypted like a
 * secret: which of them are secret is nothing that a table has to know.
 */
final class StackSettingTable {

  private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

  private StackSettingTable() {}

  static StackSettings opened(Map<String, byte[]> sections, StackSeal seal) {
    var all = new EnumMap<SettingSection, Map<String, String>>(SettingSection.class);
    for (var section : sections.entrySet()) {
      var name = section.getKey();
      all.put(SettingSection.named(name), parsed(seal.decrypted(named(name), section.getValue())));
    }
    return new StackSettings(all);
  }

  /** Whether this claim is the last one that acts on the stack; it stays that until the commit. */
  static boolean holds(Connection connection, StackSpec claim) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select from stack where project = ? and generation = ? and token = ? for update")) {
      select.setString(1, claim.project().value());
      select.setLong(2, claim.generation().value());
      select.setLong(3, claim.token());
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Notes a section's settings; what was there before this desired state stays beside them. */
  static void write(
      Connection connection,
      StackSpec claim,
      StackSeal seal,
      SettingSection section,
      Map<String, String> values)
      throws SQLException {
    try (var upsert =
        connection.prepareStatement(
            """
            insert into stack_setting (project, section, organization, generation, ciphertext)
            values (?, ?, ?, ?, ?)
            on conflict (project, section) do update
               set former = case when stack_setting.generation = excluded.generation
                                 then stack_setting.former else stack_setting.ciphertext end,
                   generation = excluded.generation, ciphertext = excluded.ciphertext
            """)) {
      upsert.setString(1, claim.project().value());
      upsert.setString(2, section.wireName());
      upsert.setString(3, claim.organization().value());
      upsert.setLong(4, claim.generation().value());
      upsert.setBytes(5, seal.encrypted(named(section.wireName()), text(values)));
      upsert.executeUpdate();
    }
  }

  /** Goes back to what was there before this desired state; nothing when it changed nothing. */
  static boolean back(Connection connection, StackSpec claim, SettingSection section)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update stack_setting set ciphertext = former
             where project = ? and section = ? and generation = ?
            """)) {
      update.setString(1, claim.project().value());
      update.setString(2, section.wireName());
      update.setLong(3, claim.generation().value());
      return update.executeUpdate() == 1;
    }
  }

  private static String named(String section) {
    return "setting:" + section;
  }

  private static Map<String, String> parsed(String text) {
    try {
      return ContractJson.mapper().readValue(text, VALUES);
    } catch (JsonProcessingException e) {
      throw new SecretException("A stack's settings cannot be read.", e);
    }
  }

  private static String text(Map<String, String> values) {
    try {
      return ContractJson.mapper().writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new SecretException("A stack's settings cannot be written.", e);
    }
  }
}

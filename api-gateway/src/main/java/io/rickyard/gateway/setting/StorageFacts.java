package io.rickyard.gateway.setting;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is true of every project's storage and no setting. */
final class StorageFacts {

  private StorageFacts() {}

  /**
   * Adds it.
   *
   * @param migrationVersion what the answer calls how far the storage's own tables are, which
   *     nobody here knows
   */
  static void addTo(ObjectNode body, String migrationVersion) {
    body.withObjectProperty("capabilities")
        .put("list_v2", true)
        .put("iceberg_catalog", false)
        .put("object_versioning", false);
    body.putNull(migrationVersion);
  }
}

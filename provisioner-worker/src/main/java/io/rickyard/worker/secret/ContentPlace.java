package io.rickyard.worker.secret;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.sql.Connection;

/** Where what members put into one stack is read and written: in one transaction, sealed. */
record ContentPlace(Connection connection, StackSeal seal) {

  ProjectRef project() {
    return seal.project();
  }

  OrganizationId organization() {
    return seal.organization();
  }

  byte[] closed(Object document, String what) {
    return seal.closed(document, what);
  }

  <T> T opened(byte[] ciphertext, String what, Class<T> type) {
    return seal.opened(ciphertext, what, type);
  }
}

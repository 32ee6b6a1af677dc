package io.rickyard.gateway.openapi;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The build's step after the compiler's: brings the description that the compiler wrote to the form
 * that goes over the wire. The contracts' mapper names things as the gateway's does.
 */
public final class DescriptionStep {

  private DescriptionStep() {}

  /** Changes the file that is named. */
  public static void main(String[] arguments) throws IOException {
    var file = Path.of(arguments[0]);
    var reader = new JsonMapper();
    var description = (ObjectNode) reader.readTree(file.toFile());
    new WireForm(ContractJson.mapper(), DescribedTypes.compiled()).give(description);
    Files.writeString(
        file, reader.writerWithDefaultPrettyPrinter().writeValueAsString(description));
  }
}

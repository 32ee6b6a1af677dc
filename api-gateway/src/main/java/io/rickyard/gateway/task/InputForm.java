package io.rickyard.gateway.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.json.Complaint;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.gateway.acceptance.DatabasePassword;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A task's input as callers write it: the type stands beside it, and a new project's password
 * within it, from where it is taken out before anything else sees it.
 *
 * @param input what the task does
 * @param databasePassword the one the caller wants for a new project's database
 */
record InputForm(TaskInput input, @Nullable String databasePassword) {

  private static final String PASSWORD = "db_pass";
  private static final String PROFILE = "profile";
  private static final String REGION = "region";
  private static final ObjectReader READER =
      ContractJson.mapper()
          .readerFor(TaskInput.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Reads it; a new project that names no region or profile gets the usual ones. */
  static InputForm of(BuiltInType type, @Nullable ObjectNode given, String usualRegion) {
    ObjectNode input = own(given);
    String password = null;
    if (type == BuiltInType.STACK_PROVISION) {
      password = password(input);
      fillIn(input, PROFILE, StackProfile.DATABASE.wireName());
      fillIn(input, REGION, usualRegion);
    }
    if (type == BuiltInType.STACK_ADOPT) {
      password = password(input);
      fillIn(input, REGION, usualRegion);
    }
    return new InputForm(read(input.put(TaskInput.TYPE, type.wireName())), password);
  }

  /** A copy of what was given; the type stands beside it. */
  static ObjectNode own(@Nullable ObjectNode given) {
    ObjectNode input = given == null ? ContractJson.mapper().createObjectNode() : given.deepCopy();
    if (input.has(TaskInput.TYPE)) {
      throw new RequestRefused(ErrorCode.UNKNOWN_FIELD, "The field input.type is not known");
    }
    return input;
  }

  private static void fillIn(ObjectNode input, String field, String value) {
    if (!input.hasNonNull(field)) {
      input.put(field, value);
    }
  }

  private static @Nullable String password(ObjectNode input) {
    var password = input.remove(PASSWORD);
    if (password == null || password.isNull()) {
      return null;
    }
    if (!password.isTextual()) {
      throw invalid("The field input.db_pass is no text");
    }
    try {
      DatabasePassword.check(password.textValue());
    } catch (IllegalArgumentException e) {
      throw invalid("input.db_pass: " + e.getMessage());
    }
    return password.textValue();
  }

  private static TaskInput read(ObjectNode input) {
    try {
      return READER.readValue(input);
    } catch (UnrecognizedPropertyException e) {
      throw new RequestRefused(
          ErrorCode.UNKNOWN_FIELD, "The field input." + e.getPropertyName() + " is not known");
    } catch (JsonProcessingException e) {
      throw invalid("input: " + Complaint.about(e));
    } catch (IOException e) {
      throw new UncheckedIOException("A tree in memory could not be read", e);
    }
  }

  private static RequestRefused invalid(String detail) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, detail);
  }

  @Override
  public String toString() {
    return "InputForm[" + input.taskType().wireName() + "]";
  }
}

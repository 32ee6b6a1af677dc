/**
 * Everything in one JVM: the data directory, PostgreSQL, Kafka, the six services, and what a person
 * needs to be told about them; or the same parts prepared to run as processes of their own. Starts
 * and stops; decides nothing that a service decides.
 */
@NullMarked
package io.rickyard.launcher;

import org.jspecify.annotations.NullMarked;

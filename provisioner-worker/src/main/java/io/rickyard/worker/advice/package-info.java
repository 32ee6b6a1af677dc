/**
 * Looks into a project's database for what is unsafe or slow. Each lint is one question in SQL, in
 * the resource that has its name; what they share is in scope.sql. Names and shape of what is found
 * are the hosted platform's.
 */
@NullMarked
package io.rickyard.worker.advice;

import org.jspecify.annotations.NullMarked;

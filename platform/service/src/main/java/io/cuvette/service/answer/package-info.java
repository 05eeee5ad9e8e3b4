/** Answers that are files, or that keep something until they are sent. */
package io.cuvette.service.answer;

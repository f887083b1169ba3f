/** The id of a task's subject, as an expression. */
export const subjectId = `CASE tasks.subject_type
  WHEN 'track' THEN (SELECT id FROM tracks WHERE track_key = tasks.subject_key)
  WHEN 'album' THEN (SELECT id FROM albums WHERE album_key = tasks.subject_key)
  ELSE (SELECT id FROM artists WHERE artist_key = tasks.subject_key) END`

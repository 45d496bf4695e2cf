// The envelope of EC2's answers.
import { randomUUID } from 'node:crypto'
import { type Answer, xmlAnswer } from '../answer/answer.js'
import { type XmlNode, buildXml } from '../answer/xml.js'

/** The document of an answer, with its namespace and request id. */
function ec2Document(operation: string, content: XmlNode): XmlNode {
  return {
    [`${operation}Response`]: {
      '@xmlns': 'http://ec2.amazonaws.com/doc/2016-11-15/',
      requestId: randomUUID(),
      ...content,
    },
  }
}

/** An answer, written. */
export function ec2Reply(operation: string, content: XmlNode): Answer {
  return xmlAnswer(buildXml(ec2Document(operation, content)))
}
